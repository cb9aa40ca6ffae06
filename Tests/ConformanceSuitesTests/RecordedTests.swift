import ConformanceSuites
import EngineTestKit
import Testing

/// Every recorded case that is there comes out as recorded.
@Suite struct RecordedTests {
    @Test(arguments: [
        ("executions.jsonl", 403), ("teststate.jsonl", 100), ("validate.jsonl", 7), ("api.jsonl", 138),
    ])
    func answersAreAsRecorded(_ file: String, _ count: Int) async throws {
        try #require(Corpora.isPresent, "no recordings at \(Corpora.folder): set ETAPE_CORPORA")
        let report = try await StepFunctionsSuite(folder: RecordedFolder(Corpora.folder + "/stepfunctions"))
            .run(file: file)
        for failure in report.failures { Issue.record("\(failure.name): \(failure.difference ?? "")") }
        #expect(report.results.count >= count)
    }

    @Test func definitionsAreJudgedAsPublished() throws {
        try #require(Corpora.isPresent, "no recordings at \(Corpora.folder): set ETAPE_CORPORA")
        let report = try DefinitionSuite(folder: RecordedFolder(Corpora.folder + "/asl")).run()
        for failure in report.failures { Issue.record("\(failure.name): \(failure.difference ?? "")") }
        #expect(report.results.count >= 52)
    }
}
