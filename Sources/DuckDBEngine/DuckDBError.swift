/// What can go wrong between a question to DuckDB and its rows; each case reads as one line for a person.
public enum DuckDBError: Error, Sendable, Hashable {
    /// No library stands at the path.
    case libraryMissing(path: String)
    /// A file stands there, but it is no DuckDB library that this program can use.
    case libraryUnusable(path: String, reason: String)
    /// DuckDB's own words: syntax, binding, conversion, permission, I/O.
    case query(String)
    /// The text holds no statement.
    case emptyQuery
    /// A statement that may change something came where only questions are allowed.
    case readOnly
    /// A column's type that has no exact form in JSON here.
    case unsupportedType(column: String, type: String)
    case noSuchBucket(String)
    /// A location that is no `s3://bucket/key`, or leads out of its bucket.
    case refusedLocation(String, reason: String)
    /// No object stands under the location.
    case noObjects(String)
    /// The data's format is neither given nor shown by its file names.
    case unknownFormat(String)
}

extension DuckDBError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .libraryMissing(let path): "DuckDB's library was not found at \(path); run `make setup` to install it."
        case .libraryUnusable(let path, let reason):
            "DuckDB's library at \(path) cannot be used (\(reason)); run `make setup` to install it again."
        case .query(let message): message
        case .emptyQuery: "There is no SQL statement to run."
        case .readOnly: "Only SELECT (also FROM, WITH, DESCRIBE, SHOW, SUMMARIZE) is allowed here."
        case .unsupportedType(let column, let type):
            "Column \"\(column)\" has the type \(type), which has no exact form in JSON; cast it to VARCHAR."
        case .noSuchBucket(let name): "The bucket \(name) does not exist."
        case .refusedLocation(let location, let reason): "The location \(location) is refused: \(reason)."
        case .noObjects(let location): "There are no objects under \(location)."
        case .unknownFormat(let location):
            "The format of \(location) is not known: its files end neither in .parquet nor .csv nor .json."
        }
    }
}
