import JSONModel

/// The matches of a regular expression, or of a function that acts as one, in a text.
struct Matches {
    struct Match {
        var text: String
        /// UTF-16 code units from the text's beginning.
        var start: Int
        var end: Int
        /// nil: the group took no part.
        var groups: [String?]
        /// As a function sees it.
        var value: Value
    }

    private enum Source {
        case regex(RegexSearch)
        case function(any Callable)
    }

    private let source: Source
    private let text: String
    private let site: CallSite
    private let name: String
    private var end: Int?
    private var following: Value = .undefined

    init(_ matcher: any Callable, in text: String, for name: String, _ site: CallSite) {
        if let regex = matcher as? RegexFunction {
            source = .regex(site.machine.search(regex, text))
        } else {
            source = .function(matcher)
        }
        self.text = text
        self.site = site
        self.name = name
    }

    mutating func next() throws(JSONataError) -> Match? {
        switch source {
        case .regex(let search): return try next(search)
        case .function(let function): return try next(function)
        }
    }

    private mutating func next(_ search: RegexSearch) throws(JSONataError) -> Match? {
        let found: Range<Int>?
        if let end { found = try search.match(behind: end) } else { found = try search.match(from: 0) }
        guard let whole = found else {
            site.machine.idleSearch = search
            return nil
        }
        end = whole.upperBound
        return Match(
            text: search.slice(whole), start: whole.lowerBound, end: whole.upperBound, groups: search.groups,
            value: .undefined)
    }

    private mutating func next(_ function: any Callable) throws(JSONataError) -> Match? {
        let result: Value
        if end == nil {
            result = try site.machine.apply(function, [.string(text)], site.input, site.frame)
        } else {
            guard case .function(let next) = following else { return nil }
            result = try site.machine.apply(next, [], site.input, site.frame)
        }
        end = 0
        if result.isUndefined || (result.truth == false && !result.isObject) { return nil }
        guard case .number(let start) = result.member("start"), case .number(let end) = result.member("end") else {
            throw JSONataError(code: "T1010", token: name, value: result.evidence)
        }
        following = result.member("next")
        let groups = List(result.member("groups"))
        return Match(
            text: result.member("match").string ?? "", start: Int(exactly: start) ?? 0, end: Int(exactly: end) ?? 0,
            groups: (0..<groups.count).map { groups[$0].string }, value: result)
    }
}

extension Matches.Match {
    /// What a replacement function is given.
    var argument: Value {
        if value.isObject { return value }
        return .object(
            ObjectValue(
                keys: Self.keys,
                values: [
                    .string(text), .number(Double(start)), .number(Double(end)),
                    .list(groups.map { $0.map { .string($0) } ?? .undefined }),
                ], depth: 2))
    }

    private static let keys = Keys(["match", "start", "end", "groups"])
}
