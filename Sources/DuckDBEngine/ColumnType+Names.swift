import CDuckDB

extension ColumnType: CustomStringConvertible {
    static let plainNames: [Int: String] = [
        CDUCKDB_BOOLEAN: "BOOLEAN", CDUCKDB_TINYINT: "TINYINT", CDUCKDB_SMALLINT: "SMALLINT",
        CDUCKDB_INTEGER: "INTEGER", CDUCKDB_BIGINT: "BIGINT", CDUCKDB_UTINYINT: "UTINYINT",
        CDUCKDB_USMALLINT: "USMALLINT", CDUCKDB_UINTEGER: "UINTEGER", CDUCKDB_UBIGINT: "UBIGINT",
        CDUCKDB_FLOAT: "FLOAT", CDUCKDB_DOUBLE: "DOUBLE", CDUCKDB_TIMESTAMP: "TIMESTAMP", CDUCKDB_DATE: "DATE",
        CDUCKDB_TIME: "TIME", CDUCKDB_INTERVAL: "INTERVAL", CDUCKDB_HUGEINT: "HUGEINT", CDUCKDB_VARCHAR: "VARCHAR",
        CDUCKDB_BLOB: "BLOB", CDUCKDB_TIMESTAMP_S: "TIMESTAMP_S", CDUCKDB_TIMESTAMP_MS: "TIMESTAMP_MS",
        CDUCKDB_TIMESTAMP_NS: "TIMESTAMP_NS", CDUCKDB_UUID: "UUID", CDUCKDB_BIT: "BIT",
        CDUCKDB_TIME_TZ: "TIME WITH TIME ZONE", CDUCKDB_TIMESTAMP_TZ: "TIMESTAMP WITH TIME ZONE",
        CDUCKDB_UHUGEINT: "UHUGEINT", CDUCKDB_SQLNULL: "NULL", CDUCKDB_TIME_NS: "TIME_NS",
    ]

    private static let unreadNames: [Int: String] = [
        CDUCKDB_BIGNUM: "BIGNUM", CDUCKDB_GEOMETRY: "GEOMETRY", CDUCKDB_VARIANT: "VARIANT",
    ]

    static func name(ofUnread id: Int) -> String { unreadNames[id] ?? "type \(id)" }

    private static let numeric: Set<Int> = [
        CDUCKDB_TINYINT, CDUCKDB_SMALLINT, CDUCKDB_INTEGER, CDUCKDB_BIGINT, CDUCKDB_UTINYINT, CDUCKDB_USMALLINT,
        CDUCKDB_UINTEGER, CDUCKDB_UBIGINT, CDUCKDB_FLOAT, CDUCKDB_DOUBLE, CDUCKDB_HUGEINT, CDUCKDB_UHUGEINT,
    ]

    var isNumeric: Bool {
        switch self {
        case .plain(let id, _): Self.numeric.contains(id)
        case .decimal: true
        default: false
        }
    }

    /// The first type in here that cannot be read.
    var unsupported: String? {
        switch self {
        case .unsupported(let name): name
        case .list(let element), .array(let element, _): element.unsupported
        case .structure(let fields), .union(let fields): fields.lazy.compactMap(\.type.unsupported).first
        case .map(let key, let value): key.unsupported ?? value.unsupported
        case .plain, .json, .decimal, .enumeration: nil
        }
    }

    /// The type as DuckDB's SQL writes it.
    var description: String {
        switch self {
        case .plain(_, let name), .unsupported(let name): name
        case .json: "JSON"
        case .decimal(let width, let scale, _): "DECIMAL(\(width),\(scale))"
        case .enumeration(_, let values): "ENUM(" + values.map(SQLText.literal).joined(separator: ", ") + ")"
        case .list(let element): "\(element)[]"
        case .array(let element, let size): "\(element)[\(size)]"
        case .structure(let fields): "STRUCT(" + Self.list(fields) + ")"
        case .union(let members): "UNION(" + Self.list(members) + ")"
        case .map(let key, let value): "MAP(\(key), \(value))"
        }
    }

    private static func list(_ fields: [(name: String, type: ColumnType)]) -> String {
        fields.map { SQLText.identifier($0.name) + " \($0.type)" }.joined(separator: ", ")
    }
}
