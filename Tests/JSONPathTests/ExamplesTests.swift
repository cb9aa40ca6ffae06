import EngineTestKit
import Foundation
import Foundations
import JSONModel
import JSONPath
import Testing

/// What the article of examples says is what it does.
@Suite struct ExamplesTests {
    private static func article() throws -> String {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let file = tests.appending(path: "../../Sources/JSONPath/JSONPath.docc/Examples.md").standardizedFileURL
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// The overview's code stands here, and is run; so are the rows of its table.
    @Test func overview() throws {
        let json = #"{"items": [{"name": "hat", "price": 34.5}, {"name": "lamp", "price": 9}]}"#
        let input = try JSONValue(parsing: json)
        let names = try Path(parsing: "$.items[?(@.price > 10)].name").evaluate(on: input)
        let call = try Intrinsic(parsing: "States.Format('{} items', States.ArrayLength($.items))")
        let text = try call.evaluate(input: input, random: SystemRandomness())
        #expect(names == ["hat"] && text == "2 items")
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let lines = try Self.article().split(separator: "\n")
        let code = lines.filter { $0.hasPrefix("let ") }
        #expect(code.count == 5)
        for line in code { #expect(source.contains(line)) }
        let rows = lines.filter { $0.hasPrefix("| `") }
        #expect(rows.count >= 15)
        for row in rows {
            let cells = row.dropFirst(2).dropLast(2).components(separatedBy: " | ").map {
                $0.trimmingCharacters(in: ["`"])
            }
            #expect(result(cells[0], input) == cells[1], "\(cells[0])")
        }
    }

    private func result(_ text: String, _ input: JSONValue) -> String {
        do {
            let expression = try Expression(parsing: text)
            return try expression.evaluate(input: input, random: SeededRandomness(seed: 1)).serialized()
        } catch let error as EvaluationError {
            return "error \(error.errorName)"
        } catch {
            return "\(error)"
        }
    }
}
