import EngineTestKit
import JSONModel
import Testing

@testable import JSONata
@testable import conformance

/// The language's reference test suite, v2.2.2 (`conformance/jsonata` of the corpora).
@Suite struct CorpusTests {
    @Test func everyCasePasses() throws {
        guard Corpora.isPresent else {
            Issue.record("the corpora are missing: set ETAPE_CORPORA")
            return
        }
        let suite = try JSONataSuite(folder: Corpora.folder + "/jsonata")
        #expect(suite.cases.count >= 867)
        for failure in suite.failures() { Issue.record("\(failure)") }
    }

    /// Printing loses nothing: what was printed parses to the same expression.
    @Test func printedExpressionsParseToThemselves() throws {
        guard Corpora.isPresent else {
            Issue.record("the corpora are missing: set ETAPE_CORPORA")
            return
        }
        var count = 0
        for testCase in try Corpora.lines("jsonata/cases.jsonl") {
            let text = testCase.string("expr") ?? ""
            FuzzTests.checkPlacement(text)
            guard let parsed = try? Parser.parse(text, dialect: .standard) else { continue }
            let printed = ExpressionPrinter.text(of: parsed)
            let again = try? Parser.parse(printed, dialect: .standard)
            #expect(again == parsed, "\(text) was printed as \(printed)")
            count += 1
        }
        #expect(count > 800)
    }
}
