import JSONModel

/// AWS's own answers, recorded: executions with their histories, `TestState`, `ValidateStateMachineDefinition`, and
/// calls of the API in order.
public struct StepFunctionsSuite: Sendable {
    let folder: RecordedFolder

    public init(folder: RecordedFolder) { self.folder = folder }

    /// Runs the files that are there.
    public func run() async throws -> SuiteReport {
        let files = ["executions.jsonl", "teststate.jsonl", "validate.jsonl", "api.jsonl"].filter(folder.has)
        guard !files.isEmpty else { throw RecordedFolderError(description: "\(folder.path): no recordings there") }
        var results: [CaseResult] = []
        for file in files { results += try await run(file: file).results }
        return SuiteReport(results)
    }

    /// Runs the cases of one file.
    public func run(file: String) async throws -> SuiteReport {
        let cases = try folder.cases(file)
        switch file {
        case "executions.jsonl": return SuiteReport(try await ExecutionCases().run(cases))
        case "teststate.jsonl": return SuiteReport(try await StateTestCases().run(cases))
        case "validate.jsonl": return SuiteReport(try await DefinitionCases.validations(cases))
        case "api.jsonl": return SuiteReport(try await run(calls: cases))
        default: throw RecordedFolderError(description: "\(folder.path)/\(file): no such recordings are known")
        }
    }

    private func run(calls cases: [JSONObject]) async throws -> [CaseResult] {
        var results: [CaseResult] = []
        for recorded in cases {
            let calls = try CallCase(recorded)
            results.append(await calls.run())
            await calls.end()
        }
        return results
    }
}

/// Definitions that are right or wrong (`validation.jsonl`).
public struct DefinitionSuite: Sendable {
    let folder: RecordedFolder

    public init(folder: RecordedFolder) { self.folder = folder }

    public func run() throws -> SuiteReport {
        SuiteReport(try folder.cases("validation.jsonl").map(DefinitionCases.judgement))
    }
}
