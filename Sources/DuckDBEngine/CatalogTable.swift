/// A table of the Data Catalog, as SQL needs it.
public struct CatalogTable: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public var name: String
        /// The catalog's (Hive's) type: `bigint`, `decimal(10,2)`, `array<struct<a:int>>`.
        public var type: String

        public init(name: String, type: String) {
            self.name = name
            self.type = type
        }
    }

    public var database: String
    public var name: String
    /// `s3://bucket/prefix/`
    public var location: String
    public var format: DataFormat
    /// Empty: as the files say.
    public var columns: [Column]
    public var partitionKeys: [Column]
    /// The table's and its SerDe's parameters; `skip.header.line.count`, `field.delim` and `separatorChar` count.
    public var parameters: [String: String]

    public init(
        database: String, name: String, location: String, format: DataFormat, columns: [Column] = [],
        partitionKeys: [Column] = [], parameters: [String: String] = [:]
    ) {
        self.database = database
        self.name = name
        self.location = location
        self.format = format
        self.columns = columns
        self.partitionKeys = partitionKeys
        self.parameters = parameters
    }
}

/// A table that SQL cannot show, and why; the others can be asked all the same.
public struct CatalogIssue: Sendable, Hashable, CustomStringConvertible {
    public var database: String
    public var table: String
    public var reason: String

    public var description: String { "\(database).\(table): \(reason)" }
}
