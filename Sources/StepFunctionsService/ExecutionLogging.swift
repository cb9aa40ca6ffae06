import ExecutionCore
import Foundations
import JSONModel
import ServicePorts

/// Where a machine's executions are logged, and what of them.
/// https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
struct ExecutionLogging: Sendable, Hashable {
    enum Level: String, Sendable { case all = "ALL", error = "ERROR", fatal = "FATAL" }

    var level: Level
    var includesData: Bool
    var group: String
    /// The account and region of the group.
    var context: CallContext

    /// From a `loggingConfiguration`; nil where nothing is to be logged.
    init?(_ configuration: JSONValue) {
        let arn = configuration["destinations"]?[0]?["cloudWatchLogsLogGroup"]?["logGroupArn"]?.stringValue ?? ""
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let level = Level(rawValue: configuration["level"]?.stringValue ?? "OFF"), parts.count > 6 else {
            return nil
        }
        self.level = level
        includesData = configuration["includeExecutionData"]?.boolValue ?? false
        group = parts[6]
        context = CallContext(account: parts[4], region: parts[3])
    }

    /// Whether events of a type are logged: of an execution's end by `FATAL`, of every error by `ERROR`.
    func logs(_ type: String) -> Bool {
        switch level {
        case .all: true
        case .error:
            type == "FailStateEntered" || ["Failed", "TimedOut", "Aborted"].contains { type.hasSuffix($0) }
        case .fatal: ["ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"].contains(type)
        }
    }

    /// The message of an event, in the form that AWS writes to CloudWatch Logs.
    func message(_ event: HistoryEvent, of execution: String, redriveCount: Int) -> String {
        let text = message(event, details: details(event), execution, redriveCount)
        guard text.utf8.count > Self.mostBytes else { return text }
        return message(event, details: cut(details(event)), execution, redriveCount)
    }

    private func message(
        _ event: HistoryEvent, details: JSONObject, _ execution: String, _ redriveCount: Int
    ) -> String {
        let message: JSONObject = [
            "id": .string(String(event.id)), "type": .string(event.type), "details": .object(details),
            "previous_event_id": .string(String(event.previousEventID)),
            "event_timestamp": .string(String(event.time.milliseconds)), "execution_arn": .string(execution),
            "redrive_count": .string(String(redriveCount)),
        ]
        return JSONValue.object(message).serialized()
    }

    private func details(_ event: HistoryEvent) -> JSONObject {
        var fields = event.details?.fields ?? [:]
        guard !includesData else { return fields }
        for name in Self.data { fields[name] = nil }
        return fields
    }

    /// What hides with `includeExecutionData: false`.
    private static let data = [
        "input", "inputDetails", "output", "outputDetails", "parameters", "assignedVariables",
        "assignedVariablesDetails",
    ]

    /// A log event that is larger has its long texts cut to 1,000 characters, and says so.
    private static let mostBytes = 253_952

    private func cut(_ details: JSONObject) -> JSONObject {
        JSONObject(
            details.map { name, value in
                if let text = value.stringValue { return (name, .string(String(text.prefix(1000)))) }
                return (name, value["truncated"] == nil ? value : ["truncated": true])
            })
    }
}
