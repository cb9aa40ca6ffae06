import JSONModel
import StatesLanguage

/// The event types and details of a task, which depend on what it calls.
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
struct TaskEvents {
    let resource: TaskResource

    init(_ resource: TaskResource) { self.resource = resource }

    /// `LambdaFunction`, `Activity` or `Task`.
    private var stem: String {
        switch resource {
        case .function: "LambdaFunction"
        case .activity: "Activity"
        case .integration: "Task"
        }
    }

    private var member: String {
        switch resource {
        case .function: "lambdaFunction"
        case .activity: "activity"
        case .integration: "task"
        }
    }

    var scheduled: String { stem + "Scheduled" }
    var succeeded: String { stem + "Succeeded" }
    var failed: String { stem + "Failed" }
    var timedOut: String { stem + "TimedOut" }
    var submitFailed: String { "TaskSubmitFailed" }
    /// Whether the history names a missed heartbeat apart from a timeout.
    var namesHeartbeat: Bool { false }

    /// nil where the start is an event of its own: an activity's worker makes it.
    var started: String? {
        if case .activity = resource { nil } else { stem + "Started" }
    }

    /// Whether the call only submits work whose end comes later.
    var submits: Bool {
        guard case .integration(let integration) = resource else { return false }
        return integration.pattern != .requestResponse
    }

    private var integrationFields: JSONObject {
        guard case .integration(let integration) = resource else { return [:] }
        return ["resourceType": .string(integration.resourceType), "resource": .string(integration.resource)]
    }

    func scheduledDetails(_ request: TaskRequest, _ limits: TaskLimits, region: String) -> HistoryEvent.Details {
        var fields: JSONObject
        switch resource {
        case .function(let arn), .activity(let arn):
            fields = [
                "resource": .string(arn), "input": .string(request.parameters.text),
                "inputDetails": HistoryEvent.Details.whole,
            ]
        case .integration:
            fields = integrationFields
            fields["region"] = .string(region)
            fields["parameters"] = .string(request.parameters.text)
        }
        if let timeout = limits.timeout { fields["timeoutInSeconds"] = .int(timeout) }
        if let heartbeat = limits.heartbeat { fields["heartbeatInSeconds"] = .int(heartbeat) }
        if let role = request.credentials?.value["RoleArn"] { fields["taskCredentials"] = ["roleArn": role] }
        return HistoryEvent.Details(member + "ScheduledEventDetails", fields)
    }

    var startedDetails: HistoryEvent.Details? {
        guard case .integration = resource else { return nil }
        return HistoryEvent.Details("taskStartedEventDetails", integrationFields)
    }

    func succeededDetails(_ output: Document) -> HistoryEvent.Details {
        result(member + "SucceededEventDetails", output)
    }

    func submittedDetails(_ output: Document) -> HistoryEvent.Details { result("taskSubmittedEventDetails", output) }

    private func result(_ member: String, _ output: Document) -> HistoryEvent.Details {
        var fields = integrationFields
        fields["output"] = .string(output.text)
        fields["outputDetails"] = HistoryEvent.Details.whole
        return HistoryEvent.Details(member, fields)
    }

    func failedDetails(error: String?, cause: String?) -> HistoryEvent.Details {
        .failure(member + "FailedEventDetails", error: error, cause: cause, integrationFields)
    }

    func timedOutDetails(error: String) -> HistoryEvent.Details {
        .failure(member + "TimedOutEventDetails", error: error, cause: nil, integrationFields)
    }
}
