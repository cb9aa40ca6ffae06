import EngineTestKit
import JSONModel
import JSONata
import Testing

/// The table of the catalogue's page Exactness: this library's column, and what JSONata makes of the same texts
/// (the reference: ECMAScript's JSON.parse and JSON.stringify, and jsonata 2.2's error codes).
@Suite struct ExactnessTests {
    static let unusual = [
        "9007199254740993", "-9007199254740993", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "12345678901234567890123", "1e400", "-1E+400", "1e-400", "-0", "-0.0", "0.0", "1.50", "0.1", "-0.001", "1E5",
        "1e05",
        "123456789012345678", "0.123456789012345678", "12345678901.2345678", "1234567890.12345678901", "10e-1",
        "0.30000000000000004", "3.141592653589793238462643383279",
    ]

    @Test(arguments: unusual) func numbersKeepTheirText(_ text: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(value.serialized() == text)
        #expect(value.numberValue?.description == text)
        #expect(value.doubleValue == Double(text))
        #expect(value.numberValue?.isInteger == !text.contains { ".eE".contains($0) })
        #expect(try JSONValue(parsing: "[\(text) ,{\"a\":\(text)}]").serialized() == "[\(text),{\"a\":\(text)}]")
    }

    @Test func integersAreExact() throws {
        #expect(try JSONValue(parsing: "9007199254740993").intValue == 9_007_199_254_740_993)
        #expect(try JSONValue(parsing: "-9223372036854775808").intValue == Int.min)
        #expect(try JSONValue(parsing: "1e400").intValue == nil)
        #expect(try JSONValue(parsing: "2.00").intValue == 2)
        #expect(try JSONValue(parsing: "2.5").intValue == nil)
        #expect(try JSONValue(parsing: "-0").intValue == 0)
    }

    @Test(arguments: [
        ("1", "1.0", true), ("1", "10e-1", true), ("-0", "0", true), ("0.0", "-0e5", true), ("1.50", "1.5", true),
        ("9007199254740993", "9007199254740992", false), ("9007199254740993.0", "9007199254740993", true),
        ("9007199254740993.0", "9007199254740992", false), ("1e400", "1e401", false), ("1e400", "10e399", true),
        ("1e400", "-1e400", false), ("12345678901234567890123", "12345678901234567890124", false),
        ("1e-400", "0", false), ("0.1", "0.10000000000000001", false), ("1e2", "100", true), ("1", "-1", false),
    ])
    func numbersAreEqualExactly(_ first: String, _ second: String, _ expected: Bool) throws {
        let (left, right) = (try JSONValue(parsing: first), try JSONValue(parsing: second))
        #expect((left == right) == expected && (right == left) == expected)
        if expected { #expect(left.hashValue == right.hashValue) }
    }

    @Test func numbersMadeFromDoubles() throws {
        #expect(JSONValue.double(0.1) == (try JSONValue(parsing: "0.1")))
        #expect(JSONValue.double(0.1 + 0.2) == (try JSONValue(parsing: "0.30000000000000004")))
        #expect(JSONValue.double(-0.0).serialized() == "-0.0")
        #expect(JSONValue.double(1e300) == (try JSONValue(parsing: "1e300")))
    }

    /// ECMA-262, Number::toString.
    @Test(
        arguments: [
            (9_007_199_254_740_992, "9007199254740992"), (-1e16, "-10000000000000000"), (1e20, "100000000000000000000"),
            (0x1p63, "9223372036854776000"), (123e18, "123000000000000000000"), (1.5e300, "1.5e+300"), (1e21, "1e+21"),
            (0.0001, "0.0001"), (0.00001, "0.00001"), (-0.0000123, "-0.0000123"), (1e-6, "0.000001"), (1e-7, "1e-7"),
            (.leastNonzeroMagnitude, "5e-324"), (0.1 + 0.2, "0.30000000000000004"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        ] as [(Double, String)])
    func doublesAreWrittenAsECMAScriptDoes(_ value: Double, _ text: String) throws {
        #expect(JSONValue.double(value).serialized() == text)
        #expect(try JSONValue(parsing: text).doubleValue == value)
    }

    @Test func aSurrogateAloneIsReplaced() throws {
        #expect(try JSONValue(parsing: #""\ud800""#) == "\u{FFFD}")
        #expect(try JSONValue(parsing: #""\udc00\ud800x\ud800\u0041\ud83d\ude00""#) == "\u{FFFD}\u{FFFD}x\u{FFFD}A😀")
        #expect(try JSONValue(parsing: #"{"\ud800":1}"#).serialized() == "{\"\u{FFFD}\":1}")
    }

    // MARK: JSONata

    private func evaluate(_ expression: String, _ input: String) throws -> String? {
        let environment = EvaluationEnvironment(clock: ManualClock(), random: SeededRandomness(seed: 1))
        return try Program(compiling: expression).evaluate(
            input: try JSONValue(parsing: input), environment: environment)?.serialized()
    }

    @Test(arguments: [
        ("a", #"{"a":9007199254740993}"#, "9007199254740992"), ("a + 0", #"{"a":-0}"#, "0"),
        ("$string(a)", #"{"a":-0}"#, #""0""#), ("a", #"{"a":1.50}"#, "1.5"),
        ("$", #"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#), ("a = b", "{\"a\":\"\u{E9}\",\"b\":\"e\u{301}\"}", "false"),
    ])
    func jsonataComputesInBinary64(_ expression: String, _ input: String, _ expected: String) throws {
        #expect(try evaluate(expression, input) == expected)
    }

    @Test(arguments: [("a + 1", "D1001"), ("$string(a)", "D3001")])
    func jsonataRefusesInfinity(_ expression: String, _ code: String) {
        let error = #expect(throws: JSONataError.self) { try evaluate(expression, #"{"a":1e400}"#) }
        #expect(error?.code == code)
    }
}
