import Foundations
import JSONModel
import ServicePorts

extension LogsService {
    func createLogGroup(_ input: JSONObject, _ context: CallContext) throws -> JSONObject {
        let name = try Self.required(input, "logGroupName")
        guard input["kmsKeyId"] == nil else { throw Self.invalid("kmsKeyId is not served here.") }
        guard name.utf8.count <= 512 else { throw Self.invalid("logGroupName has 512 characters at most.") }
        guard try files.group(name, context) == nil else {
            throw AWSError("ResourceAlreadyExistsException", "The specified log group already exists")
        }
        try files.createGroup(name, at: now, context)
        return [:]
    }

    func deleteLogGroup(_ input: JSONObject, _ context: CallContext) throws -> JSONObject {
        try files.delete(group(input, context))
        return [:]
    }

    func createLogStream(_ input: JSONObject, _ context: CallContext) throws -> JSONObject {
        let group = try group(input, context)
        let name = try Self.required(input, "logStreamName")
        guard name.utf8.count <= 512, !name.contains(":"), !name.contains("*") else {
            throw Self.invalid("logStreamName has 512 characters at most, ':' and '*' not among them.")
        }
        guard try files.stream(name, of: group) == nil else {
            throw AWSError("ResourceAlreadyExistsException", "The specified log stream already exists")
        }
        try files.createStream(name, at: now, in: group)
        return [:]
    }

    func describeLogGroups(_ input: JSONObject, _ context: CallContext) throws -> JSONObject {
        let prefix = input.string("logGroupNamePrefix") ?? ""
        let pattern = input.string("logGroupNamePattern")
        guard pattern == nil || input["logGroupNamePrefix"] == nil else {
            throw Self.invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
        }
        let found = try files.groups(context).filter { group in
            group.name.hasPrefix(prefix) && (pattern.map { group.name.contains($0) } ?? true)
        }
        return try page(found, input, member: "logGroups") { group in
            let arn = context.arn("logs", "log-group:\(group.name)")
            return [
                "logGroupName": .string(group.name), "creationTime": .int(group.creationTime),
                "metricFilterCount": 0, "arn": .string(arn + ":*"), "logGroupArn": .string(arn),
                "storedBytes": .int(try storedBytes(group)), "logGroupClass": "STANDARD",
            ]
        }
    }

    private func storedBytes(_ group: LogGroup) throws -> Int {
        try files.streams(of: group).reduce(0) { $0 + ((LogReader($1.path)?.size ?? $1.start) - $1.start) }
    }

    func describeLogStreams(_ input: JSONObject, _ context: CallContext) throws -> JSONObject {
        let group = try group(input, context)
        let prefix = input.string("logStreamNamePrefix") ?? ""
        let byTime = input.string("orderBy") == "LastEventTime"
        guard !byTime || prefix.isEmpty else {
            throw Self.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.")
        }
        var found = try files.streams(of: group).filter { $0.name.hasPrefix(prefix) }.map { ($0, try ends($0)) }
        if byTime { found.sort { ($0.1.last?.timestamp ?? 0, $0.0.name) < ($1.1.last?.timestamp ?? 0, $1.0.name) } }
        if input.bool("descending") == true { found.reverse() }
        return try page(found, input, member: "logStreams") { stream, ends in
            let name = "log-group:\(group.name):log-stream:\(stream.name)"
            return JSONObject([
                ("logStreamName", .string(stream.name)), ("creationTime", .int(stream.creationTime)),
                ("firstEventTimestamp", ends.first.map { .int($0.timestamp) } ?? .null),
                ("lastEventTimestamp", ends.last.map { .int($0.timestamp) } ?? .null),
                ("lastIngestionTime", ends.last.map { .int($0.ingestionTime) } ?? .null),
                ("uploadSequenceToken", "1"), ("arn", .string(context.arn("logs", name))),
                // CloudWatch shows 0 here since 2019 (API_LogStream).
                ("storedBytes", 0),
            ]).withoutNulls()
        }
    }

    private func ends(_ stream: LogStream) throws -> (first: LogEvent?, last: LogEvent?) {
        guard let reader = LogReader(stream.path) else { return (nil, nil) }
        defer { reader.close() }
        let first = try reader.lines(from: stream.start, limit: 1).first.flatMap(LogReader.event)
        let last = try reader.lines(before: reader.size, from: stream.start, limit: 1).last.flatMap(LogReader.event)
        return (first, last)
    }

    /// A page of a list; the token is the number of entries before the next page.
    private func page<Entry>(
        _ all: [Entry], _ input: JSONObject, member: String, _ shown: (Entry) throws -> JSONObject
    ) throws -> JSONObject {
        guard let start = Int(input.string("nextToken") ?? "0"), start >= 0 else {
            throw Self.invalid("The specified nextToken is invalid.")
        }
        let page = all.dropFirst(start).prefix(min(max(input.int("limit") ?? 50, 1), 50))
        var output: JSONObject = [member: .array(try page.map { .object(try shown($0)) })]
        if page.endIndex < all.endIndex, !page.isEmpty { output["nextToken"] = .string(String(page.endIndex)) }
        return output
    }
}
