import JSONModel
import ServicePorts

/// A machine's `loggingConfiguration`, checked and completed as AWS answers it.
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_LoggingConfiguration.html
enum LoggingConfiguration {
    static func checked(_ value: JSONValue?) throws(AWSError) -> JSONValue {
        guard var object = value?.objectValue else { return StateMachineRecord.defaultLogging }
        let level = object.string("level") ?? "OFF"
        guard ["ALL", "ERROR", "FATAL", "OFF"].contains(level) else {
            throw AWSError.constraint(
                level, "loggingConfiguration.level", "Member must satisfy enum value set: [ALL, ERROR, FATAL, OFF]")
        }
        let destinations = object.array("destinations") ?? []
        guard destinations.count == 1 || (destinations.isEmpty && level == "OFF") else {
            throw invalid("Must specify exactly one Log Destination.")
        }
        for destination in destinations {
            let arn = destination["cloudWatchLogsLogGroup"]?["logGroupArn"]?.stringValue ?? ""
            guard arn.hasPrefix("arn:"), arn.contains(":log-group:") else { throw invalid("Invalid Log Destination.") }
        }
        object["level"] = .string(level)
        object["includeExecutionData"] = .bool(object.bool("includeExecutionData") ?? false)
        return .object(object)
    }

    private static func invalid(_ message: String) -> AWSError {
        AWSError("InvalidLoggingConfiguration", "Invalid Logging Configuration: \(message)")
    }

    /// A `tracingConfiguration`. It is kept and told; traces are sent nowhere.
    static func tracing(_ value: JSONValue?) throws(AWSError) -> JSONValue {
        guard let value else { return StateMachineRecord.defaultTracing }
        guard let isEnabled = value["enabled"]?.boolValue else {
            throw AWSError(
                "InvalidTracingConfiguration", "Invalid Tracing Configuration: enabled must be set to true or false.")
        }
        return ["enabled": .bool(isEnabled)]
    }
}
