public import JSONModel

/// A column of a result: its name as the query gives it, and DuckDB's type as SQL writes it (`DECIMAL(10,2)`).
public struct QueryColumn: Sendable, Hashable {
    public var name: String
    public var type: String
    /// Whether a table aligns it to the right.
    public var isNumeric: Bool

    public init(name: String, type: String, isNumeric: Bool = false) {
        self.name = name
        self.type = type
        self.isNumeric = isNumeric
    }
}

/// The rows of a query.
///
/// Values keep all they say: integers and decimals keep every digit; DATE, TIME and TIMESTAMP are ISO 8601 text (with
/// `Z` where the type has a time zone), INTERVAL an ISO 8601 duration, BLOB hexadecimal, LIST an array, STRUCT and MAP
/// an object, UNION its member's value, JSON what it holds; a float that is no number is `"NaN"`, `"Infinity"` or
/// `"-Infinity"`.
public struct QueryResult: Sendable, Hashable {
    public var columns: [QueryColumn]
    public var rows: [[JSONValue]]
    /// Whether there were more rows than the limit let through.
    public var isTruncated: Bool

    public init(columns: [QueryColumn], rows: [[JSONValue]], isTruncated: Bool = false) {
        self.columns = columns
        self.rows = rows
        self.isTruncated = isTruncated
    }
}
