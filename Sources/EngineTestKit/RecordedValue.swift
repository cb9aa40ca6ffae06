import Foundation
public import JSONModel

/// Compares what was recorded with what came, where the recording has placeholders for volatile text.
public struct RecordedValue {
    private let holes: [String]

    /// `placeholders`: a case's own, besides those that every recording uses.
    public init(placeholders: [String]) {
        let own = placeholders.filter { $0.count > 3 }.sorted { $0.count > $1.count }
            .map(NSRegularExpression.escapedPattern)
        holes =
            [
                #"<[A-Za-z0-9_:\-]+>"#, #"\bs[nf]{2}_role_arn\b"#, #"\btimestamp\b"#, #"\bdatetime\b"#, #"\bdate\b"#,
                "111111111111", "000000000000", "us-east-1", "arn:aws:",
            ] + own
    }

    /// Where and how they differ; nil where they don't.
    public func difference(_ wanted: JSONValue, _ found: JSONValue, at path: String = "$") -> String? {
        switch (wanted, found) {
        case (.object(let wanted), .object(let found)): return difference(wanted, found, path)
        case (.array(let wanted), .array(let found)):
            guard wanted.count == found.count else { return "\(path): \(found.count) items, recorded \(wanted.count)" }
            for index in wanted.indices {
                if let bad = difference(wanted[index], found[index], at: "\(path)[\(index)]") { return bad }
            }
            return nil
        case (.string(let wanted), .string(let found)): return difference(wanted, found, path)
        case (.string(let wanted), _) where matches(wanted, ""): return nil
        case (.string(let wanted), _):
            if let parsed = Self.parsed(wanted) { return difference(parsed, found, at: path) }
            return "\(path): \(found), recorded \(wanted)"
        case (_, .string(let text)):
            if let parsed = try? JSONValue(parsing: text) { return difference(wanted, parsed, at: path) }
            return "\(path): \(found), recorded \(wanted)"
        default: return wanted == found ? nil : "\(path): \(found), recorded \(wanted)"
        }
    }

    private func difference(_ wanted: JSONObject, _ found: JSONObject, _ path: String) -> String? {
        for key in Set(wanted.keys).union(found.keys).sorted() where key != "timestamp" {
            guard let expected = wanted[key] else { return "\(path).\(key): not recorded" }
            guard let value = found[key] else { return "\(path).\(key): missing" }
            if let bad = difference(expected, value, at: "\(path).\(key)") { return bad }
        }
        return nil
    }

    private func difference(_ wanted: String, _ found: String, _ path: String) -> String? {
        if wanted == found || matches(wanted, found) { return nil }
        if let first = Self.parsed(wanted), let second = Self.parsed(found) {
            return difference(first, second, at: path)
        }
        return "\(path): \(found), recorded \(wanted)"
    }

    private static func parsed(_ text: String) -> JSONValue? {
        guard text.first == "{" || text.first == "[" else { return nil }
        return try? JSONValue(parsing: text)
    }

    /// Whether the text is what was recorded, with anything in the holes.
    private func matches(_ wanted: String, _ found: String) -> Bool {
        guard let hole = try? NSRegularExpression(pattern: holes.joined(separator: "|")) else { return false }
        let text = wanted as NSString
        var pattern = ""
        var position = 0
        let hits = hole.matches(in: wanted, range: NSRange(location: 0, length: text.length))
        guard !hits.isEmpty else { return false }
        for hit in hits {
            let literal = text.substring(with: NSRange(location: position, length: hit.range.location - position))
            pattern += NSRegularExpression.escapedPattern(for: literal) + "(.*)"
            position = hit.range.location + hit.range.length
        }
        pattern += NSRegularExpression.escapedPattern(for: text.substring(from: position))
        guard
            let whole = try? NSRegularExpression(
                pattern: "^(?:\(pattern))$", options: [.dotMatchesLineSeparators])
        else { return false }
        return whole.firstMatch(in: found, range: NSRange(location: 0, length: (found as NSString).length)) != nil
    }
}
