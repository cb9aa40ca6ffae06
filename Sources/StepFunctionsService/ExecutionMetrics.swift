import ExecutionCore
import Foundations
import JSONModel
import ServicePorts

/// CloudWatch's metrics of executions, activities, Lambda functions and service integrations, counted from histories.
/// https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
struct ExecutionMetrics: Sendable {
    /// What a task calls: how its event types begin, how its metrics are named, and by what they are told apart.
    private struct Family {
        var stem: String
        var plural: String
        var singular: String
        var label: String
    }

    /// A task between its schedule and its end.
    private struct Attempt {
        var resource: String
        var scheduled: Timestamp
        var started: Timestamp?
    }

    private static let families = [
        Family(
            stem: "LambdaFunction", plural: "LambdaFunctions", singular: "LambdaFunction",
            label: "lambda_function_arn"),
        Family(stem: "Activity", plural: "Activities", singular: "Activity", label: "activity_arn"),
        Family(
            stem: "Task", plural: "ServiceIntegrations", singular: "ServiceIntegration",
            label: "service_integration_resource_arn"),
    ]

    let registry: MetricRegistry
    /// By the execution's ARN and the id of the attempt's last event.
    private var attempts: [String: [Int: Attempt]] = [:]

    init(_ registry: MetricRegistry) { self.registry = registry }

    mutating func count(_ commit: ExecutionTelemetry.Commit) {
        for event in commit.events {
            if event.type.hasPrefix("Execution") {
                count(execution: event, commit.identity)
            } else if let family = Self.families.first(where: { event.type.hasPrefix($0.stem) }) {
                count(event, family, of: commit.identity.executionARN)
            }
        }
        if commit.outcome != nil { attempts[commit.identity.executionARN] = nil }
    }

    private func count(execution event: HistoryEvent, _ identity: Identity) {
        let machine = identity.stateMachineARN
        let change = event.type.dropFirst("Execution".count)
        switch change {
        case "Started":
            registry.count("ExecutionsStarted", ["state_machine_arn": machine])
            // Nothing is throttled here; the series is there for whoever watches it.
            registry.count("ExecutionThrottled", ["state_machine_arn": machine], by: 0)
        case "Succeeded", "Failed", "Aborted", "TimedOut":
            registry.count("Executions\(change)", ["state_machine_arn": machine])
            registry.observe(
                "ExecutionTime", ["state_machine_arn": machine],
                milliseconds: event.time.milliseconds - identity.startTime.milliseconds)
        case "Redriven": registry.count("RedrivenExecutions", ["state_machine_arn": machine])
        default: break
        }
    }

    private mutating func count(_ event: HistoryEvent, _ family: Family, of execution: String) {
        switch event.type.dropFirst(family.stem.count) {
        case "Scheduled":
            let resource = Self.resource(event)
            attempts[execution, default: [:]][event.id] = Attempt(resource: resource, scheduled: event.time)
            registry.count("\(family.plural)Scheduled", [family.label: resource])
        case "Started": started(event, family, of: execution)
        case "Submitted":
            let attempt = attempts[execution]?.removeValue(forKey: event.previousEventID)
            attempts[execution, default: [:]][event.id] = attempt
        case "Succeeded": ended(event, "Succeeded", family, of: execution)
        case "Failed", "StartFailed", "ScheduleFailed", "SubmitFailed": ended(event, "Failed", family, of: execution)
        case "TimedOut":
            let isHeartbeat = event.details?.fields["error"] == "States.HeartbeatTimeout"
            let ending = isHeartbeat && family.stem == "Activity" ? "HeartbeatTimedOut" : "TimedOut"
            ended(event, ending, family, of: execution)
        default: break
        }
    }

    private mutating func started(_ event: HistoryEvent, _ family: Family, of execution: String) {
        guard var attempt = attempts[execution]?.removeValue(forKey: event.previousEventID) else { return }
        attempt.started = event.time
        attempts[execution, default: [:]][event.id] = attempt
        registry.count("\(family.plural)Started", [family.label: attempt.resource])
        registry.observe(
            "\(family.singular)ScheduleTime", [family.label: attempt.resource],
            milliseconds: event.time.milliseconds - attempt.scheduled.milliseconds)
    }

    /// A task that was scheduled before this process began is not counted: its resource is not known.
    private mutating func ended(_ event: HistoryEvent, _ ending: String, _ family: Family, of execution: String) {
        guard let attempt = attempts[execution]?.removeValue(forKey: event.previousEventID) else { return }
        registry.count("\(family.plural)\(ending)", [family.label: attempt.resource])
        registry.observe(
            "\(family.singular)Time", [family.label: attempt.resource],
            milliseconds: event.time.milliseconds - attempt.scheduled.milliseconds)
        guard let started = attempt.started else { return }
        registry.observe(
            "\(family.singular)RunTime", [family.label: attempt.resource],
            milliseconds: event.time.milliseconds - started.milliseconds)
    }

    /// The ARN of what a task calls: of an integration, `arn:aws:states:::sns:publish`.
    private static func resource(_ event: HistoryEvent) -> String {
        let fields = event.details?.fields ?? [:]
        let resource = fields["resource"]?.stringValue ?? ""
        guard let type = fields["resourceType"]?.stringValue else { return resource }
        return "arn:aws:states:::\(type):\(resource)"
    }
}
