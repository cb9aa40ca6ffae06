/// How one recorded case came out.
public struct CaseResult: Sendable {
    public var name: String
    /// What differs from the recording; nil where nothing does.
    public var difference: String?
    /// What a reader needs to see the difference, line by line.
    public var details: [String] = []
    /// Why only a part of it could be compared.
    public var damage: String?

    public init(name: String, difference: String?, details: [String] = [], damage: String? = nil) {
        self.name = name
        self.difference = difference
        self.details = details
        self.damage = damage
    }
}

/// How a suite came out.
public struct SuiteReport: Sendable {
    public var results: [CaseResult] = []

    public init(_ results: [CaseResult] = []) { self.results = results }

    public var failures: [CaseResult] { results.filter { $0.difference != nil } }
    public var damaged: [CaseResult] { results.filter { $0.damage != nil } }
    public var passed: Int { results.count - failures.count }

    /// The failures, what was compared in part and why, and the sums.
    public func lines(isVerbose: Bool) -> [String] {
        var lines: [String] = []
        for result in failures {
            lines.append("FAIL \(result.name)\n     \(result.difference ?? "")")
            if isVerbose { lines += result.details.map { "     " + $0 } }
        }
        if !damaged.isEmpty { lines.append("Compared in part, because the recording is damaged:") }
        lines += damaged.map { "  \($0.name): \($0.damage ?? "")" }
        lines.append("\(passed) passed, \(failures.count) failed")
        return lines
    }
}
