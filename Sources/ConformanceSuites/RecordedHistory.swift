import EngineTestKit
import JSONModel

/// A recorded list of events, compared with one that came: in order, and where branches ran beside each other as the
/// partial order that `previousEventId` makes.
struct RecordedHistory {
    let events: JSONValue
    let matcher: RecordedValue

    init(_ events: JSONValue, _ matcher: RecordedValue) {
        self.events = events.withoutLengths
        self.matcher = matcher
    }

    /// Recorded from the last event to the first.
    static func isReversed(_ events: JSONValue) -> Bool {
        guard let first = events.arrayValue?.first?["id"]?.intValue, let last = events.arrayValue?.last?["id"]?.intValue
        else { return false }
        return first > last
    }

    func difference(from found: [JSONValue]) -> String? {
        let found = found.map(\.withoutLengths)
        guard let difference = matcher.difference(events, .array(found), at: "events") else { return nil }
        let recorded = events.arrayValue ?? []
        let isConcurrent = recorded.contains { Self.starts.contains($0["type"]?.stringValue ?? "") }
        guard isConcurrent, recorded.count == found.count,
            let one = EventTree(recorded), let other = EventTree(found), one.matches(other, matcher)
        else { return difference }
        return nil
    }

    static let starts: Set<String> = ["ParallelStateStarted", "MapStateStarted"]

    /// Both lists, line by line, with a mark where they part.
    func beside(_ found: [JSONValue]) -> [String] {
        let recorded = events.arrayValue ?? []
        return (0..<max(recorded.count, found.count)).flatMap { index -> [String] in
            let one: JSONValue? = index < recorded.count ? recorded[index] : nil
            let other: JSONValue? = index < found.count ? found[index].withoutLengths : nil
            if let one, let other {
                guard let difference = matcher.difference(one, other, at: "event") else { return ["  " + line(other)] }
                return ["- " + line(one), "+ " + line(other), "    " + difference]
            }
            if let one { return ["- " + line(one)] }
            return other.map { ["+ " + line($0)] } ?? []
        }
    }

    private func line(_ event: JSONValue) -> String {
        "\(event["id"]?.serialized() ?? "?") (after \(event["previousEventId"]?.serialized() ?? "?")) "
            + (event["type"]?.stringValue ?? "?")
    }
}

/// Events under those that they follow. An event that joins branches stands under the one that began them: which branch
/// ended last is chance.
struct EventTree {
    private var events: [Int: JSONValue] = [:]
    private var followers: [Int: [Int]] = [:]

    /// nil where ids are missing or double.
    init?(_ list: [JSONValue]) {
        for event in list.sorted(by: { ($0["id"]?.intValue ?? 0) < ($1["id"]?.intValue ?? 0) }) {
            guard let id = event["id"]?.intValue, var before = event["previousEventId"]?.intValue,
                events.updateValue(event, forKey: id) == nil
            else { return nil }
            if let kind = Self.joined(event) { before = begin(of: kind, above: before) ?? before }
            followers[before, default: []].append(id)
        }
    }

    private static func joined(_ event: JSONValue) -> String? {
        switch event["type"]?.stringValue {
        case "ParallelStateSucceeded", "ParallelStateFailed": "ParallelStateStarted"
        case "MapStateSucceeded", "MapStateFailed": "MapStateStarted"
        default: nil
        }
    }

    /// The event of that kind which the joining one belongs to: those of inner states, already joined, are passed over.
    private func begin(of kind: String, above id: Int) -> Int? {
        var depth = 0
        var current = id
        while let event = events[current] {
            let type = event["type"]?.stringValue
            if type == kind {
                if depth == 0 { return current }
                depth -= 1
            } else if Self.joined(event) == kind {
                depth += 1
            }
            current = event["previousEventId"]?.intValue ?? 0
        }
        return nil
    }

    func matches(_ other: EventTree, _ matcher: RecordedValue) -> Bool { matches(0, other, 0, matcher) }

    private func matches(_ id: Int, _ other: EventTree, _ otherID: Int, _ matcher: RecordedValue) -> Bool {
        var left = other.followers[otherID] ?? []
        let wanted = followers[id] ?? []
        guard wanted.count == left.count else { return false }
        for event in wanted {
            guard
                let place = left.firstIndex(where: { candidate in
                    same(event, other, candidate, matcher) && matches(event, other, candidate, matcher)
                })
            else { return false }
            left.remove(at: place)
        }
        return true
    }

    private func same(_ id: Int, _ other: EventTree, _ otherID: Int, _ matcher: RecordedValue) -> Bool {
        guard let one = events[id]?.withoutPlace, let two = other.events[otherID]?.withoutPlace else { return false }
        return matcher.difference(one, two) == nil
    }
}

extension JSONValue {
    fileprivate var withoutPlace: JSONValue {
        guard case .object(var event) = self else { return self }
        event["id"] = nil
        event["previousEventId"] = nil
        return .object(event)
    }

    /// The value without the lengths of HTTP bodies, in texts too: they vary with the digits of a date.
    var withoutLengths: JSONValue {
        switch self {
        case .object(let object):
            .object(
                JSONObject(object.filter { $0.key != "Content-Length" }.map { ($0.key, $0.value.withoutLengths) }))
        case .array(let elements): .array(elements.map(\.withoutLengths))
        case .string(let text):
            text.contains("Content-Length") ? (try? JSONValue(parsing: text))?.withoutLengths ?? self : self
        default: self
        }
    }
}
