import ConformanceSuites

/// `conformance SUITE DIR [--filter TEXT] [--verbose]`
struct ConformanceCommand {
    struct UsageError: Error, CustomStringConvertible {
        let description = "usage: conformance jsonata|asl|stepfunctions DIR [--filter TEXT] [--verbose]"
    }

    enum Suite: String { case jsonata, asl, stepfunctions }

    let suite: Suite
    let folder: String
    var filter: String?
    var isVerbose = false

    init(_ arguments: some Sequence<String>) throws {
        var words: [String] = []
        var rest = Array(arguments)[...]
        while let word = rest.popFirst() {
            switch word {
            case "--verbose": isVerbose = true
            case "--filter":
                guard let text = rest.popFirst() else { throw UsageError() }
                filter = text
            default: words.append(word)
            }
        }
        guard words.count == 2, let suite = Suite(rawValue: words[0]), !words[1].hasPrefix("-") else {
            throw UsageError()
        }
        self.suite = suite
        folder = words[1]
    }

    /// Prints the failures and the sums; true where all passed.
    func run() async throws -> Bool {
        let recordings = RecordedFolder(folder, filter: filter)
        switch suite {
        case .jsonata: return try JSONataSuite(folder: folder, filter: filter).run()
        case .asl: return show(try DefinitionSuite(folder: recordings).run())
        case .stepfunctions: return show(try await StepFunctionsSuite(folder: recordings).run())
        }
    }

    private func show(_ report: SuiteReport) -> Bool {
        for line in report.lines(isVerbose: isVerbose) { print(line) }
        return report.failures.isEmpty
    }
}
