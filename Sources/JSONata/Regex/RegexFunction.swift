import JSONModel

/// A regular expression as a function: of a text and where to begin, to a match or undefined.
final class RegexFunction: Callable {
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
        let search = RegexSearch(program, text, site.machine)
        return try search.matchValue(from: max(0, start))
    }
}

/// One text under search.
final class RegexSearch {
    private var matcher: RegexMatcher
    private let machine: Machine
    private let budget: Int

    init(_ program: RegexProgram, _ text: String, _ machine: Machine) {
        budget = machine.environment.limits.regexSteps
        matcher = RegexMatcher(program, Array(text.utf16), budget: budget)
        self.machine = machine
    }

    var length: Int { matcher.text.count }

    func slice(_ range: Range<Int>) -> String { Text.string(matcher.text[range]) }

    /// The bounds of the match and its groups at or behind `start`.
    func match(from start: Int) throws(JSONataError) -> [Range<Int>?]? {
        let before = matcher.steps
        let found: [Range<Int>?]?
        do {
            found = try matcher.firstMatch(from: start)
        } catch {
            throw JSONataError(
                code: "D1012", value: .int(budget), message: "The regular expression took more than \(budget) steps")
        }
        try machine.charge((matcher.steps - before) >> 2)
        return found
    }

    /// The match behind another one; one of the empty text would never get on (D1004).
    func match(behind end: Int) throws(JSONataError) -> [Range<Int>?]? {
        guard end < length, let found = try match(from: end) else { return nil }
        if found[0]?.isEmpty == true { throw JSONataError(code: "D1004") }
        return found
    }

    /// The match as JSONata sees it: `{match, start, end, groups, next}`.
    func matchValue(from start: Int) throws(JSONataError) -> Value { value(of: try match(from: start)) }

    private func value(of found: [Range<Int>?]?) -> Value {
        guard let found, let whole = found[0] else { return .undefined }
        let groups = found.dropFirst().map { range in range.map { Value.string(slice($0)) } ?? .undefined }
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
