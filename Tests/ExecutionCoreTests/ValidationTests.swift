import EngineTestKit
import JSONModel
import StatesLanguage
import Testing

/// Published definitions that are right or wrong, and what `ValidateStateMachineDefinition` said of some.
@Suite struct ValidationTests {
    @Test func definitionsAreJudgedAsExpected() throws {
        try #require(Corpora.isPresent, "no recordings at \(Corpora.folder): set ETAPE_CORPORA")
        let cases = try Corpora.lines("asl/validation.jsonl")
        for recorded in cases {
            let name = recorded.string("name") ?? ""
            let definition = recorded["definition"] ?? .null
            let findings = StateMachine.diagnostics(of: definition.stringValue ?? definition.serialized())
            let errors = findings.filter { $0.severity == .error }
            #expect(errors.isEmpty == (recorded.string("expect") == "valid"), "\(name): \(errors)")
        }
        #expect(cases.count >= 52)
    }

    @Test func diagnosticsAreAsRecorded() throws {
        try #require(Corpora.isPresent, "no recordings at \(Corpora.folder): set ETAPE_CORPORA")
        var compared = 0
        for recorded in try Corpora.lines("stepfunctions/validate.jsonl") {
            let definition = recorded["definition"] ?? .null
            let findings = StateMachine.diagnostics(
                of: definition.stringValue ?? definition.serialized(),
                options: CompilerOptions(isExpress: recorded.string("type") == "EXPRESS"))
            let expected = recorded["expected"]?["diagnostics"]?.arrayValue ?? []
            #expect(findings.count == expected.count, "\(recorded.string("name") ?? "")")
            for (found, wanted) in zip(findings, expected) {
                #expect(found.message == wanted["message"]?.stringValue)
                #expect(found.code == wanted["code"]?.stringValue)
                #expect(found.location == wanted["location"]?.stringValue)
                #expect(found.severity.rawValue == wanted["severity"]?.stringValue)
            }
            compared += 1
        }
        #expect(compared >= 7)
    }
}
