import DuckDBEngine
import JSONModel
import Testing

@Suite struct ResultFormatterTests {
    static let sample = QueryResult(
        columns: [
            QueryColumn(name: "carrier", type: "VARCHAR"),
            QueryColumn(name: "flights", type: "BIGINT", isNumeric: true),
        ],
        rows: [["United", 58665], ["日本航空", 7], [nil, 1234]])

    @Test func tableAlignsNumbersAndWideCharacters() {
        #expect(
            ResultFormatter(style: .table).text(Self.sample) == """
                ┌──────────┬─────────┐
                │ carrier  │ flights │
                ├──────────┼─────────┤
                │ United   │   58665 │
                │ 日本航空 │       7 │
                │ NULL     │    1234 │
                └──────────┴─────────┘
                3 rows

                """)
    }

    @Test func tableIsCutToTheTerminal() {
        let wide = QueryResult(
            columns: [
                QueryColumn(name: "text", type: "VARCHAR"), QueryColumn(name: "n", type: "INTEGER", isNumeric: true),
            ],
            rows: [[.string(String(repeating: "é", count: 100)), 1]], isTruncated: true)
        let lines = ResultFormatter(style: .table, width: 24).text(wide).split(separator: "\n")
        #expect(lines.dropLast().allSatisfy { $0.count == 24 })
        #expect(lines[3] == "│ " + String(repeating: "é", count: 15) + "… │ 1 │")
        #expect(lines.last == "1 row shown, there are more")
        let many = QueryResult(
            columns: (0..<20).map { QueryColumn(name: "column\($0)", type: "VARCHAR") },
            rows: [(0..<20).map { .string("value \($0)") }])
        let narrow = ResultFormatter(style: .table, width: 40).text(many).split(separator: "\n")
        #expect(narrow.dropLast().allSatisfy { $0.count <= 40 })
        #expect(narrow[1].hasSuffix("│ … │"))
    }

    @Test func tableNeverSteersTheTerminal() {
        let hostile = QueryResult(
            columns: [QueryColumn(name: "\u{1B}[2J", type: "VARCHAR")], rows: [["a\nb\t\u{7}\u{202E}c"]])
        let text = ResultFormatter(style: .table).text(hostile)
        #expect(text.contains("\\u{1b}[2J") && text.contains("a\\nb\\t\\u{7}\\u{202e}c"))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    /// https://www.rfc-editor.org/rfc/rfc4180 section 2, rules 1, 5, 6 and 7.
    @Test func csvQuotesAsRFC4180Says() {
        let result = QueryResult(
            columns: [QueryColumn(name: "a,b", type: "VARCHAR"), QueryColumn(name: "c", type: "VARCHAR")],
            rows: [["say \"hi\"", "two\r\nlines"], [nil, ""], [["x": 1], 1]])
        #expect(
            ResultFormatter(style: .csv).text(result)
                == "\"a,b\",c\r\n\"say \"\"hi\"\"\",\"two\r\nlines\"\r\n,\"\"\r\n\"{\"\"x\"\":1}\",1\r\n")
    }

    @Test func jsonKeepsDigitsAndRepeatedNames() throws {
        let exact = try JSONValue(parsing: "1.50")
        let result = QueryResult(
            columns: [QueryColumn(name: "a", type: "DECIMAL(3,2)"), QueryColumn(name: "a", type: "VARCHAR")],
            rows: [[exact, "x"], [nil, "y"]])
        let text = ResultFormatter(style: .json).text(result)
        #expect(text == "[\n  {\"a\":1.50,\"a:1\":\"x\"},\n  {\"a\":null,\"a:1\":\"y\"}\n]\n")
        #expect(ResultFormatter(style: .json).text(QueryResult(columns: [], rows: [])) == "[]\n")
    }
}
