/// The Data Catalog's types (Hive's, as Athena reads them) in DuckDB's SQL.
/// https://docs.aws.amazon.com/athena/latest/ug/data-types.html
struct HiveType {
    private static let plain: [String: String] = [
        "boolean": "BOOLEAN", "tinyint": "TINYINT", "byte": "TINYINT", "smallint": "SMALLINT", "short": "SMALLINT",
        "int": "INTEGER", "integer": "INTEGER", "bigint": "BIGINT", "long": "BIGINT", "float": "FLOAT",
        "double": "DOUBLE", "string": "VARCHAR", "binary": "BLOB", "date": "DATE", "timestamp": "TIMESTAMP",
        "decimal": "DECIMAL(10,0)", "varchar": "VARCHAR", "char": "VARCHAR",
    ]

    private var rest: Substring

    /// nil where the text is no such type.
    static func sql(_ text: String) -> String? {
        var parser = HiveType(rest: text.filter { !$0.isWhitespace }[...])
        guard let type = parser.type(depth: 0), parser.rest.isEmpty else { return nil }
        return type
    }

    private mutating func type(depth: Int) -> String? {
        guard depth < 64 else { return nil }
        let name = word().lowercased()
        switch name {
        case "array":
            guard take("<"), let element = type(depth: depth + 1), take(">") else { return nil }
            return element + "[]"
        case "map":
            guard take("<"), let key = type(depth: depth + 1), take(","), let value = type(depth: depth + 1), take(">")
            else { return nil }
            return "MAP(\(key), \(value))"
        case "struct": return structure(depth: depth)
        default: return sized(name)
        }
    }

    private mutating func structure(depth: Int) -> String? {
        guard take("<") else { return nil }
        var fields: [String] = []
        repeat {
            let name = word()
            guard !name.isEmpty, take(":"), let type = type(depth: depth + 1) else { return nil }
            fields.append(SQLText.identifier(name) + " " + type)
        } while take(",")
        return take(">") ? "STRUCT(" + fields.joined(separator: ", ") + ")" : nil
    }

    /// `decimal(10,2)`, `varchar(20)`: the length of a text is no limit for a reader.
    private mutating func sized(_ name: String) -> String? {
        guard let type = Self.plain[name] else { return nil }
        guard take("(") else { return type }
        let sizes = rest.prefix { $0 != ")" }.split(separator: ",").compactMap { Int($0) }
        rest = rest.drop { $0 != ")" }
        guard take(")"), let first = sizes.first else { return nil }
        if name == "decimal" { return "DECIMAL(\(first),\(sizes.count > 1 ? sizes[1] : 0))" }
        return name == "varchar" || name == "char" ? type : nil
    }

    private mutating func word() -> String {
        let word = rest.prefix { !"<>,:()".contains($0) }
        rest = rest.dropFirst(word.count)
        return String(word)
    }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }
}
