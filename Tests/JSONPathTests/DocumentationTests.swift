import EngineTestKit
import Foundation
import JSONModel
import JSONPath
import Testing

/// The catalogue's examples, word for word, and what their comments say.
@Suite struct DocumentationTests {
    @Test func examples() throws {
        let random = SeededRandomness(seed: 1)
        let source = #"{"order": {"id": 7, "lines": [{"sku": "a", "qty": 2}, {"sku": "b", "qty": 5}]}}"#
        let input = try JSONValue(parsing: source)
        let first = try Path(parsing: "$.order.lines[0].sku").evaluate(input: input)  // "a"
        let large = try Path(parsing: "$..lines[?(@.qty > 3)].sku").evaluate(input: input)  // ["b"]
        #expect(first == "a" && large == ["b"])

        let output = try ReferencePath(parsing: "$.order.status").set("paid", in: ["order": ["id": 7]])
        // {"order":{"id":7,"status":"paid"}}
        #expect(output.serialized() == #"{"order":{"id":7,"status":"paid"}}"#)

        let call = try Intrinsic(parsing: "States.Format('{} of {}', $.order.id, States.ArrayLength($.order.lines))")
        let text = try call.evaluate(input: input, random: random)  // "7 of 2"
        #expect(text == "7 of 2")
    }

    @Test func examplesAreThese() throws {
        let here = URL(fileURLWithPath: #filePath)
        let page = here.deletingLastPathComponent()
            .appendingPathComponent("../../Sources/JSONPath/JSONPath.docc/JSONPath.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let tests = Self.lines(try String(contentsOf: here, encoding: .utf8)).joined(separator: "\n")
        let blocks = text.components(separatedBy: "```swift\n").dropFirst()
        let examples = blocks.map { $0.components(separatedBy: "```")[0] }
        #expect(examples.count == 3)
        for example in examples {
            #expect(tests.contains(Self.lines(example).joined(separator: "\n")), "no test runs:\n\(example)")
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
