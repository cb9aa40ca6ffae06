import JSONModel

/// A result as text: a table for people, CSV or JSON for programs. Pure: it knows no terminal.
public struct ResultFormatter: Sendable {
    public enum Style: String, Sendable, CaseIterable { case table, csv, json }

    public var style: Style
    /// Columns of the terminal; a table is cut to it. nil: as wide as it is.
    public var width: Int?

    public init(style: Style, width: Int? = nil) {
        self.style = style
        self.width = width
    }

    public func text(_ result: QueryResult) -> String {
        switch style {
        case .table: ResultTable(result, width: width).text
        case .csv: Self.csv(result)
        case .json: Self.json(result)
        }
    }

    /// A value as one cell: text without quotes, nested values as JSON.
    static func cell(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        default: value.serialized()
        }
    }
}

extension ResultFormatter {
    /// RFC 4180: CRLF, quotes where needed. NULL is an empty field, the empty text `""`.
    static func csv(_ result: QueryResult) -> String {
        let lines = [result.columns.map { field($0.name) }] + result.rows.map { $0.map(field) }
        return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ value: JSONValue) -> String {
        value.isNull ? "" : field(cell(value))
    }

    private static func field(_ text: String) -> String {
        let special: Set<Unicode.Scalar> = [",", "\"", "\r", "\n"]
        guard text.isEmpty || text.unicodeScalars.contains(where: special.contains) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// An array with one object a line and row; repeated column names get `:1`, `:2`.
    static func json(_ result: QueryResult) -> String {
        let names = uniqueNames(result.columns.map(\.name))
        let lines = result.rows.map { row in
            JSONValue.object(JSONObject(zip(names, row).map { ($0, $1) })).serialized()
        }
        return lines.isEmpty ? "[]\n" : "[\n  " + lines.joined(separator: ",\n  ") + "\n]\n"
    }

    private static func uniqueNames(_ names: [String]) -> [String] {
        var taken: Set<String> = []
        return names.map { name in
            var unique = name
            var number = 0
            while !taken.insert(unique).inserted {
                number += 1
                unique = "\(name):\(number)"
            }
            return unique
        }
    }
}
