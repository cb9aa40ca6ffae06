import Foundations
import JSONModel
import ServicePorts

/// A token of `GetLogEvents`: a direction, and a place in the stream's file.
struct LogToken {
    var isForward: Bool
    var place: Int

    init(forward place: Int) { (isForward, self.place) = (true, place) }
    init(backward place: Int) { (isForward, self.place) = (false, place) }

    /// `f/…` or `b/…`, as CloudWatch's tokens begin.
    init?(_ text: String) {
        guard let place = Int(text.dropFirst(2)), place >= 0, text.hasPrefix("f/") || text.hasPrefix("b/") else {
            return nil
        }
        (isForward, self.place) = (text.hasPrefix("f/"), place)
    }

    var json: JSONValue {
        let digits = String(place)
        return .string((isForward ? "f/" : "b/") + String(repeating: "0", count: max(0, 20 - digits.count)) + digits)
    }
}

extension LogsService {
    private static let pageEvents = 10_000
    private static let pageBytes = 1_048_576

    /// Both tokens come with every page. At the end of a stream the token that was passed in comes back.
    /// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
    func getLogEvents(_ input: JSONObject, _ context: CallContext) throws -> JSONObject {
        let stream = try stream(input, group(input, context))
        guard let reader = LogReader(stream.path) else { return ["events": []] }
        defer { reader.close() }
        let token = try Self.token(input, stream, reader)
        let limit = min(max(input.int("limit") ?? Self.pageEvents, 1), Self.pageEvents)
        let wanted = Self.window(input)
        let events =
            token.isForward
            ? try Self.forward(reader, from: token.place, limit, wanted)
            : try Self.backward(reader, before: token.place, from: stream.start, limit, wanted)
        return [
            "events": .array(events.found.map(Self.shown)),
            "nextForwardToken": LogToken(forward: events.end).json,
            "nextBackwardToken": LogToken(backward: events.start).json,
        ]
    }

    private static func token(_ input: JSONObject, _ stream: LogStream, _ reader: LogReader) throws -> LogToken {
        guard let text = input.string("nextToken") else {
            return input.bool("startFromHead") == true
                ? LogToken(forward: stream.start) : LogToken(backward: reader.size)
        }
        guard let token = LogToken(text), (stream.start...reader.size).contains(token.place) else {
            throw invalid("The specified nextToken is invalid.")
        }
        return token
    }

    /// `startTime` included, `endTime` not.
    static func window(_ input: JSONObject) -> Range<Int> {
        let start = input.int("startTime") ?? 0
        return start..<max(start, input.int("endTime") ?? Int.max)
    }

    private typealias Found = (found: [LogEvent], start: Int, end: Int)

    private static func forward(
        _ reader: LogReader, from start: Int, _ limit: Int, _ wanted: Range<Int>
    ) throws -> Found {
        var found: [LogEvent] = []
        var end = start
        var size = 0
        while found.count < limit, size < pageBytes {
            let lines = try reader.lines(from: end, limit: min(limit, 1000))
            if lines.isEmpty { break }
            for line in lines {
                if let event = LogReader.event(line), wanted.contains(event.timestamp) {
                    guard found.count < limit, size + event.size <= pageBytes || found.isEmpty else {
                        return (found, start, end)
                    }
                    found.append(event)
                    size += event.size
                }
                end = line.end
            }
        }
        return (found, start, end)
    }

    private static func backward(
        _ reader: LogReader, before end: Int, from first: Int, _ limit: Int, _ wanted: Range<Int>
    ) throws -> Found {
        var found: [LogEvent] = []
        var start = end
        var size = 0
        while found.count < limit, size < pageBytes {
            let lines = try reader.lines(before: start, from: first, limit: min(limit, 1000))
            if lines.isEmpty { break }
            for line in lines.reversed() {
                if let event = LogReader.event(line), wanted.contains(event.timestamp) {
                    guard found.count < limit, size + event.size <= pageBytes || found.isEmpty else {
                        return (found.reversed(), start, end)
                    }
                    found.append(event)
                    size += event.size
                }
                start = line.start
            }
        }
        return (found.reversed(), start, end)
    }

    private static func shown(_ event: LogEvent) -> JSONValue {
        [
            "timestamp": .int(event.timestamp), "message": .string(event.message),
            "ingestionTime": .int(event.ingestionTime),
        ]
    }
}
