import JSONModel
import Testing

@testable import JSONata

/// AWS's dialect (Step Functions Developer Guide, "Transforming data with JSONata in Step Functions").
@Suite struct StepFunctionsTests {
    /// The guide's own examples; `$random(42)` is what `java.util.Random`'s documented algorithm gives.
    @Test(
        arguments: [
            ("$partition([1, 2, 3, 4], 2)", [[1, 2], [3, 4]]), ("$partition([1, 2, 3], 2)", [[1, 2], [3]]),
            ("$range(0, 6, 2)", [0, 2, 4, 6]), ("$range(3, 1, -1)", [3, 2, 1]),
            ("$hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"),
            ("$random(42)", 0.7275636800328681),
            ("$parse('{\"a\": [1, null]}').a", [1, nil]), ("$length($uuid())", 36), ("1/0", nil),
        ] as [(String, JSONValue)])
    func functions(_ text: String, _ expected: JSONValue) throws {
        #expect(try evaluate(text, dialect: .awsStepFunctions) == expected)
    }

    @Test(arguments: [
        ("$eval('1')", "T1006"), ("$hash('a', 'CRC32')", "D3137"), ("$parse('{')", "D3137"),
        ("$range(0, 1, 0)", "D3137"),
        // 2.0.6 does not know these operators.
        ("a ?: 1", "S0211"), ("a ?? 1", "S0211"),
    ])
    func refusals(_ text: String, _ code: String) { #expect(failure(text, dialect: .awsStepFunctions)?.code == code) }

    @Test func theStandardHasNoneOfThem() {
        for text in ["$partition([1], 1)", "$uuid()", "$parse('1')", "$hash('a', 'MD5')", "$range(1, 2, 1)"] {
            #expect(failure(text)?.code == "T1006")
        }
        #expect(failure("$random(1)")?.code == "T0410")
    }
}
