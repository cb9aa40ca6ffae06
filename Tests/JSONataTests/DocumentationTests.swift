import EngineTestKit
import Foundation
import Foundations
import JSONModel
import JSONata
import Testing

/// What the library's articles say is what it does.
@Suite struct DocumentationTests {
    private static let articles = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/JSONata/JSONata.docc").standardizedFileURL

    private static func article(_ name: String) throws -> String {
        try String(contentsOf: articles.appending(path: name + ".md"), encoding: .utf8)
    }

    /// The cells of a table's rows, without the head; `&#124;` stands for the bar that would end a cell.
    private static func rows(_ article: String) -> [[String]] {
        article.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.dropFirst(2).dropLast(2).components(separatedBy: " | ").map { cell in
                cell.trimmingCharacters(in: ["`", " "]).replacing("&#124;", with: "|")
            }
        }.filter { $0[0] != "Expression" && $0[0] != "---" }
    }

    private static func block(_ article: String, _ language: String) -> String {
        let parts = article.components(separatedBy: "```\(language)\n")
        return parts.count > 1 ? parts[1].components(separatedBy: "```")[0] : ""
    }

    private func result(_ text: String, _ input: JSONValue?, _ dialect: Dialect = .standard) -> String {
        let environment = EvaluationEnvironment(clock: ManualClock(), random: SeededRandomness(seed: 1))
        do throws(JSONataError) {
            let program = try Program(compiling: text, dialect: dialect)
            return try program.evaluate(input: input, environment: environment)?.serialized() ?? "undefined"
        } catch {
            return "error \(error.code)"
        }
    }

    @Test func examples() throws {
        let article = try Self.article("Examples")
        let input = try JSONValue(parsing: Self.block(article, "json"))
        let rows = Self.rows(article)
        #expect(rows.count >= 15)
        for row in rows { #expect(result(row[0], input) == row[1], "\(row[0])") }
    }

    @Test func versions() throws {
        let rows = Self.rows(try Self.article("Versions"))
        #expect(rows.count >= 10)
        for row in rows {
            #expect(result(row[0], nil) == row[1], "\(row[0])")
            #expect(result(row[0], nil, .awsStepFunctions) == row[2], "\(row[0])")
        }
    }

    /// The overview's code stands here, and is run.
    @Test func overview() throws {
        let program = try Program(compiling: "items[price > 10].{ 'name': name, 'total': price * quantity }")
        let environment = EvaluationEnvironment(clock: SystemClock(), random: SystemRandomness())
        let order = try JSONValue(parsing: #"{"items": [{"name": "hat", "price": 34.5, "quantity": 2}]}"#)
        let result = try program.evaluate(input: order, environment: environment)
        #expect(result?.serialized() == #"{"name":"hat","total":69}"#)
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let lines = Self.block(try Self.article("JSONata"), "swift").split(separator: "\n").filter {
            $0.hasPrefix("let ")
        }
        #expect(lines.count == 4)
        for line in lines { #expect(source.contains(line)) }
    }
}
