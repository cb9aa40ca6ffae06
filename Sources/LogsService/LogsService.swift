public import Foundations
import JSONModel
public import ServicePorts

/// Amazon CloudWatch Logs: groups, streams and their events, kept as files.
///
/// `FOLDER/ACCOUNT/REGION/GROUP/STREAM.jsonl`, one JSON document an event, appended only; names are percent-encoded.
/// Limits and tokens follow the CloudWatch Logs API Reference; timestamps are milliseconds since 1970.
public actor LogsService: Service {
    public nonisolated let name = "logs"
    public nonisolated var operations: Set<String> {
        [
            "CreateLogGroup", "CreateLogStream", "PutLogEvents", "GetLogEvents", "FilterLogEvents",
            "DescribeLogGroups", "DescribeLogStreams", "DeleteLogGroup",
        ]
    }

    let clock: any TimeSource
    let files: LogFiles

    /// - Parameter folder: where the logs are kept; made when it is needed.
    public init(folder: String, clock: any TimeSource) {
        self.clock = clock
        files = LogFiles(root: folder)
    }

    public func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        ServiceResponse(try answer(request.operation, request.input, request.context))
    }

    /// Not interrupted by another call: an actor's function that awaits nothing.
    private func answer(_ operation: String, _ input: JSONObject, _ context: CallContext) throws -> JSONObject {
        switch operation {
        case "CreateLogGroup": try createLogGroup(input, context)
        case "CreateLogStream": try createLogStream(input, context)
        case "PutLogEvents": try putLogEvents(input, context)
        case "GetLogEvents": try getLogEvents(input, context)
        case "FilterLogEvents": try filterLogEvents(input, context)
        case "DescribeLogGroups": try describeLogGroups(input, context)
        case "DescribeLogStreams": try describeLogStreams(input, context)
        case "DeleteLogGroup": try deleteLogGroup(input, context)
        default: throw AWSError.unknownOperation(name, operation)
        }
    }
}

extension LogsService {
    var now: Int { Int(clock.now.milliseconds) }

    static func invalid(_ message: String) -> AWSError { AWSError("InvalidParameterException", message) }

    static func required(_ input: JSONObject, _ member: String) throws -> String {
        guard let value = input.string(member), !value.isEmpty else {
            throw invalid(
                "1 validation error detected: Value at '\(member)' failed to satisfy constraint: "
                    + "Member must not be null")
        }
        return value
    }

    /// The group an input names, by name or by ARN.
    func group(_ input: JSONObject, _ context: CallContext) throws -> LogGroup {
        let name = try input.string("logGroupName") ?? Self.name(of: Self.required(input, "logGroupIdentifier"))
        guard let group = try files.group(name, context) else {
            throw AWSError("ResourceNotFoundException", "The specified log group does not exist.")
        }
        return group
    }

    private static func name(of identifier: String) -> String {
        guard identifier.hasPrefix("arn:"), let range = identifier.firstRange(of: ":log-group:") else {
            return identifier
        }
        let name = identifier[range.upperBound...]
        return String(name.hasSuffix(":*") ? name.dropLast(2) : name)
    }

    func stream(_ input: JSONObject, _ group: LogGroup) throws -> LogStream {
        guard let stream = try files.stream(Self.required(input, "logStreamName"), of: group) else {
            throw AWSError("ResourceNotFoundException", "The specified log stream does not exist.")
        }
        return stream
    }
}
