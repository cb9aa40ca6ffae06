import Foundations
import JSONModel
import ServicePorts

extension LogsService {
    /// Events of a group's streams that match, in the order of their timestamps. The token is the number of matches
    /// before the next page.
    func filterLogEvents(_ input: JSONObject, _ context: CallContext) throws -> JSONObject {
        let group = try group(input, context)
        let pattern = try FilterPattern(input.string("filterPattern") ?? "")
        guard let start = Int(input.string("nextToken") ?? "0"), start >= 0 else {
            throw Self.invalid("The specified nextToken is invalid.")
        }
        let wanted = Self.window(input)
        var matches: [(stream: String, event: LogEvent)] = []
        for stream in try streams(input, group) {
            matches += try Self.events(of: stream) { wanted.contains($0.timestamp) && pattern.matches($0.message) }
                .map { (stream.name, $0) }
        }
        matches.sort {
            ($0.event.timestamp, $0.stream, $0.event.start) < ($1.event.timestamp, $1.stream, $1.event.start)
        }
        let page = matches.dropFirst(start).prefix(min(max(input.int("limit") ?? 10_000, 1), 10_000))
        var output: JSONObject = ["events": .array(page.map(Self.shown)), "searchedLogStreams": []]
        if page.endIndex < matches.endIndex, !page.isEmpty { output["nextToken"] = .string(String(page.endIndex)) }
        return output
    }

    private func streams(_ input: JSONObject, _ group: LogGroup) throws -> [LogStream] {
        guard let names = input.strings("logStreamNames") else {
            let prefix = input.string("logStreamNamePrefix") ?? ""
            return try files.streams(of: group).filter { $0.name.hasPrefix(prefix) }
        }
        guard input["logStreamNamePrefix"] == nil else {
            throw Self.invalid("logStreamNamePrefix and logStreamNames are mutually exclusive.")
        }
        return try names.map { name in try stream(["logStreamName": .string(name)], group) }
    }

    private static func events(of stream: LogStream, where matches: (LogEvent) -> Bool) throws -> [LogEvent] {
        guard let reader = LogReader(stream.path) else { return [] }
        defer { reader.close() }
        var found: [LogEvent] = []
        var place = stream.start
        while true {
            let lines = try reader.lines(from: place, limit: 1000)
            guard let last = lines.last else { return found }
            found += lines.compactMap(LogReader.event).filter(matches)
            place = last.end
        }
    }

    private static func shown(_ stream: String, _ event: LogEvent) -> JSONValue {
        [
            "logStreamName": .string(stream), "timestamp": .int(event.timestamp), "message": .string(event.message),
            "ingestionTime": .int(event.ingestionTime),
            "eventId": .string("\(event.timestamp)-\(LogFiles.fileName(stream))-\(event.start)"),
        ]
    }
}

/// A filter pattern for text without structure: terms that all occur, `?term` of which one occurs, `-term` that does
/// not. JSON, space-delimited and regular-expression patterns are refused by name.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
struct FilterPattern {
    private var all: [String] = []
    private var any: [String] = []
    private var none: [String] = []

    init(_ text: String) throws {
        for (opening, kind) in [("{", "JSON"), ("[", "space-delimited"), ("%", "regular-expression")]
        where text.drop(while: { $0 == " " }).hasPrefix(opening) {
            throw LogsService.invalid("Filter patterns of the kind \(kind) are not served here.")
        }
        var rest = text[...]
        while let next = Self.term(&rest) {
            switch next.sign {
            case "?": any.append(next.term)
            case "-": none.append(next.term)
            default: all.append(next.term)
            }
        }
    }

    private static func term(_ rest: inout Substring) -> (sign: Character?, term: String)? {
        rest = rest.drop { $0 == " " }
        guard let first = rest.first else { return nil }
        var sign: Character?
        if first == "?" || first == "-" { sign = rest.removeFirst() }
        if rest.first == "\"" {
            rest.removeFirst()
            let term = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(term.count + 1)
            return (sign, String(term))
        }
        let term = rest.prefix { $0 != " " }
        rest = rest.dropFirst(term.count)
        return (sign, String(term))
    }

    func matches(_ message: String) -> Bool {
        all.allSatisfy(message.contains) && !none.contains(where: message.contains)
            && (any.isEmpty || any.contains(where: message.contains))
    }
}
