import Foundation
import Foundations
import JSONModel
import ServicePorts

extension LogsService {
    /// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
    private enum Limit {
        static let batchBytes = 1_048_576
        static let batchEvents = 10_000
        static let eventBytes = 1_048_576
        static let day = 86_400_000
        static let tooOld = 14 * day
        static let tooNew = 2 * 3_600_000
    }

    func putLogEvents(_ input: JSONObject, _ context: CallContext) throws -> JSONObject {
        let stream = try stream(input, group(input, context))
        let now = now
        let events = try Self.events(input, ingestionTime: now)
        try Self.check(events)
        let accepted = events.filter { $0.timestamp >= now - Limit.tooOld && $0.timestamp <= now + Limit.tooNew }
        try Self.append(accepted, to: stream)
        return JSONObject([
            ("nextSequenceToken", "1"), ("rejectedLogEventsInfo", Self.rejected(events, now)),
        ]).withoutNulls()
    }

    private static func events(_ input: JSONObject, ingestionTime: Int) throws -> [LogEvent] {
        guard let entries = input.array("logEvents"), !entries.isEmpty else {
            throw invalid("logEvents must not be empty.")
        }
        return try entries.map { entry in
            guard let timestamp = entry["timestamp"]?.intValue, timestamp >= 0,
                let message = entry["message"]?.stringValue, !message.isEmpty
            else { throw invalid("A log event has a timestamp, of 0 or more, and a message that is not empty.") }
            return LogEvent(timestamp: timestamp, ingestionTime: ingestionTime, message: message, start: 0, end: 0)
        }
    }

    private static func check(_ events: [LogEvent]) throws {
        guard events.count <= Limit.batchEvents else {
            throw invalid("A batch has \(Limit.batchEvents) log events at most.")
        }
        if let event = events.first(where: { $0.size > Limit.eventBytes }) {
            throw invalid("Log event too large: \(event.size) bytes exceeds limit of \(Limit.eventBytes)")
        }
        let size = events.reduce(0) { $0 + $1.size }
        guard size <= Limit.batchBytes else {
            throw invalid("Upload too large: \(size) bytes exceeds limit of \(Limit.batchBytes)")
        }
        guard zip(events, events.dropFirst()).allSatisfy({ $0.timestamp <= $1.timestamp }) else {
            throw invalid("Log events in a single PutLogEvents request must be in chronological order.")
        }
        if let first = events.first, let last = events.last, last.timestamp - first.timestamp > Limit.day {
            throw invalid(
                "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
        }
    }

    private static func rejected(_ events: [LogEvent], _ now: Int) -> JSONValue {
        let tooOld = events.prefix { $0.timestamp < now - Limit.tooOld }.count
        let tooNew = events.firstIndex { $0.timestamp > now + Limit.tooNew }
        guard tooOld > 0 || tooNew != nil else { return .null }
        return .object(
            JSONObject([
                ("tooOldLogEventEndIndex", tooOld > 0 ? .int(tooOld) : .null),
                ("tooNewLogEventStartIndex", tooNew.map(JSONValue.int) ?? .null),
            ]).withoutNulls())
    }

    private static func append(_ events: [LogEvent], to stream: LogStream) throws {
        guard !events.isEmpty else { return }
        guard let reader = LogReader(stream.path), let file = FileHandle(forUpdatingAtPath: stream.path) else {
            throw AWSError("ServiceUnavailableException", "The log stream cannot be written.", fault: .server)
        }
        reader.close()
        defer { try? file.close() }
        // What a crash left of a line is overwritten.
        try file.truncate(atOffset: UInt64(reader.size))
        try file.write(contentsOf: Data(events.flatMap(\.line)))
    }
}
