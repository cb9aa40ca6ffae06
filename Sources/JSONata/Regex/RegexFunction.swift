import JSONModel

/// A regular expression as a function: of a text and where to begin, to a match or undefined.
final class RegexFunction: Callable, Sendable {
    let program: RegexProgram
    init(_ program: RegexProgram) { self.program = program }

    var arity: Int { 2 }
    var signature: Signature? { nil }

    func call(_ arguments: [Value], _ site: CallSite) throws(JSONataError) -> Value {
        guard let text = arguments.first?.string else { return .undefined }
        var start = 0
        if arguments.count > 1, case .number(let number) = arguments[1] {
            start = Int(exactly: number.rounded(.down)) ?? 0
        }
        let search = RegexSearch(self, text, site.machine)
        return try search.matchValue(from: max(0, start))
    }
}

/// One text under search.
final class RegexSearch {
    let function: RegexFunction
    private var matcher: RegexMatcher
    private let machine: Machine
    private let budget: Int

    init(_ function: RegexFunction, _ text: String, _ machine: Machine) {
        self.function = function
        budget = machine.environment.limits.regexSteps
        matcher = RegexMatcher(function.program, Text.units(text), budget: budget)
        self.machine = machine
    }

    /// Begins with another text.
    func reset(_ text: String) { matcher.reset(Text.units(text)) }

    var length: Int { matcher.text.count }
    var groupCount: Int { function.program.captureCount }

    func slice(_ range: Range<Int>) -> String { Text.string(matcher.text[range]) }

    /// Adds a part of the text to UTF-8.
    func append(_ range: Range<Int>, to bytes: inout [UInt8]) { Text.append(matcher.text[range], to: &bytes) }

    /// The bounds of a group of the last match, 0 for the whole; nil where it took no part.
    func bounds(_ group: Int) -> Range<Int>? { matcher.bounds(group) }

    /// The bounds of the first match at or behind `start`.
    func match(from start: Int) throws(JSONataError) -> Range<Int>? {
        let before = matcher.steps
        let isFound: Bool
        do {
            isFound = try matcher.findFirst(from: start)
        } catch {
            throw JSONataError(
                code: "D1012", value: .int(budget), message: "The regular expression took more than \(budget) steps")
        }
        try machine.charge((matcher.steps - before) >> 2)
        return isFound ? matcher.bounds(0) : nil
    }

    /// The match behind another one; one of the empty text would never get on (D1004).
    func match(behind end: Int) throws(JSONataError) -> Range<Int>? {
        guard end < length, let found = try match(from: end) else { return nil }
        if found.isEmpty { throw JSONataError(code: "D1004") }
        return found
    }

    /// The texts of the last match's groups.
    var groups: [String?] {
        guard groupCount > 0 else { return [] }
        return (1...groupCount).map { group in bounds(group).map { slice($0) } }
    }

    /// The match as JSONata sees it: `{match, start, end, groups, next}`.
    func matchValue(from start: Int) throws(JSONataError) -> Value { value(of: try match(from: start)) }

    private func value(of whole: Range<Int>?) -> Value {
        guard let whole else { return .undefined }
        let groups = groups.map { $0.map { Value.string($0) } ?? .undefined }
        return .object(
            ObjectValue(
                keys: Self.keys,
                values: [
                    .string(slice(whole)), .number(Double(whole.lowerBound)), .number(Double(whole.upperBound)),
                    .list(groups), .function(NextMatch(self, end: whole.upperBound)),
                ], depth: 2))
    }

    fileprivate func next(behind end: Int) throws(JSONataError) -> Value { value(of: try match(behind: end)) }

    private static let keys = Keys(["match", "start", "end", "groups", "next"])
}

/// The `next` of a match.
final class NextMatch: Callable {
    private let search: RegexSearch
    private let end: Int

    init(_ search: RegexSearch, end: Int) {
        self.search = search
        self.end = end
    }

    var arity: Int { 0 }
    var signature: Signature? { nil }
    func call(_ arguments: [Value], _ site: CallSite) throws(JSONataError) -> Value { try search.next(behind: end) }
}

extension Machine {
    /// A search in `text`, with the buffers of the last one where that was for the same expression.
    func search(_ function: RegexFunction, _ text: String) -> RegexSearch {
        guard let idle = idleSearch, idle.function === function else { return RegexSearch(function, text, self) }
        idleSearch = nil
        idle.reset(text)
        return idle
    }
}
