import EngineTestKit
import JSONModel
import JSONPath
import Testing

/// The examples of the developer guide:
/// https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
@Suite struct IntrinsicTests {
    private func evaluate(_ text: String, _ input: JSONValue = [:]) throws -> JSONValue {
        try Intrinsic(parsing: text).evaluate(input: input, random: SeededRandomness())
    }

    static let nine: JSONValue = ["inputArray": [1, 2, 3, 4, 5, 6, 7, 8, 9], "chunkSize": 4, "lookingFor": 5]

    @Test(
        arguments: [
            ("States.Array($.Id)", ["Id": 123_456], [123_456]),
            ("States.ArrayPartition($.inputArray,$.chunkSize)", nine, [[1, 2, 3, 4], [5, 6, 7, 8], [9]]),
            ("States.ArrayContains($.inputArray, $.lookingFor)", nine, true),
            ("States.ArrayRange(1, 9, 2)", [:], [1, 3, 5, 7, 9]),
            ("States.ArrayGetItem($.inputArray, $.lookingFor)", nine, 6),
            ("States.ArrayLength($.inputArray)", nine, 9),
            ("States.ArrayUnique($.inputArray)", ["inputArray": [1, 2, 3, 3, 3, 3, 3, 3, 4]], [1, 2, 3, 4]),
            ("States.Base64Encode($.input)", ["input": "Data to encode"], "RGF0YSB0byBlbmNvZGU="),
            ("States.Base64Decode($.base64)", ["base64": "RGF0YSB0byBlbmNvZGU="], "Data to encode"),
            (
                "States.Hash($.Data, $.Algorithm)", ["Data": "input data", "Algorithm": "SHA-1"],
                "aaff4a450a104cd177d28d18d74485e8cae074b7"
            ),
            (
                "States.JsonMerge($.json1, $.json2, false)",
                ["json1": ["a": ["a1": 1, "a2": 2], "b": 2], "json2": ["a": ["a3": 1, "a4": 2], "c": 3]],
                ["a": ["a3": 1, "a4": 2], "b": 2, "c": 3]
            ),
            (
                "States.StringToJson($.escapedJsonString)", ["escapedJsonString": "{\"foo\": \"bar\"}"],
                ["foo": "bar"]
            ),
            ("States.JsonToString($.unescapedJson)", ["unescapedJson": ["foo": "bar"]], "{\"foo\":\"bar\"}"),
            ("States.MathAdd($.value1, $.step)", ["value1": 111, "step": -1], 110),
            (
                "States.StringSplit($.inputString, $.splitter)", ["inputString": "1,2,3,4,5", "splitter": ","],
                ["1", "2", "3", "4", "5"]
            ),
            (
                "States.StringSplit($.inputString, $.splitter)",
                ["inputString": "This.is+a,test=string", "splitter": ".+,="], ["This", "is", "a", "test", "string"]
            ),
            (
                "States.Format('Hello, my name is {}.', $.name)", ["name": "Arnav"], "Hello, my name is Arnav."
            ),
        ] as [(String, JSONValue, JSONValue)])
    func examplesOfTheGuide(_ call: String, _ input: JSONValue, _ expected: JSONValue) throws {
        #expect(try evaluate(call, input) == expected)
    }

    /// The digests of "abc": RFC 1321 A.5, and FIPS 180-4's examples.
    @Test(arguments: [
        ("MD5", "900150983cd24fb0d6963f7d28e17f72"),
        ("SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "SHA-384",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        (
            "SHA-512",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                + "454d4423643ce80e2a9ac94fa54ca49f"
        ),
    ])
    func digests(_ algorithm: String, _ digest: String) throws {
        #expect(try evaluate("States.Hash('abc', '\(algorithm)')") == .string(digest))
    }

    @Test func nestsTenDeep() throws {
        let nested = { (depth: Int) in
            String(repeating: "States.Array(", count: depth) + "1" + String(repeating: ")", count: depth)
        }
        #expect(try evaluate(nested(10)).serialized() == "[[[[[[[[[[1]]]]]]]]]]")
        #expect(throws: DefinitionError.self) { try evaluate(nested(20)) }
    }

    @Test(arguments: [
        "States.Nothing()", "States.Array(", "States.Format('x'", "States.UUID(1", "States.MathAdd(1)", "Array(1)", "",
    ])
    func refuses(_ text: String) {
        #expect(throws: (any Error).self) { try evaluate(text) }
    }

    @Test func randomNumbersComeFromTheSource() throws {
        let first = try evaluate("States.MathRandom(1, 999)")
        #expect(try evaluate("States.MathRandom(1, 999)") == first)
        #expect((1...999).contains(first.intValue ?? 0))
        #expect(try evaluate("States.UUID()").stringValue?.count == 36)
    }
}
