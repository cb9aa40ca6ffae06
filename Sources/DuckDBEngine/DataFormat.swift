/// How the rows of a data set are written in its files.
public enum DataFormat: String, Sendable, Hashable, CaseIterable {
    case parquet, csv, json

    /// Tells the format by a file's name: `part-0.snappy.parquet`, `flights.csv.gz`, `events.jsonl`.
    public init?(fileName: String) {
        let name = fileName.lowercased()
        let plain = name.hasSuffix(".gz") ? name.dropLast(3) : name.hasSuffix(".zst") ? name.dropLast(4) : name[...]
        switch plain.split(separator: ".").last {
        case "parquet" where plain == name: self = .parquet
        case "csv", "tsv": self = .csv
        case "json", "jsonl", "ndjson": self = .json
        default: return nil
        }
    }

    /// The table function that reads files of this format.
    var function: String {
        switch self {
        case .parquet: "read_parquet"
        case .csv: "read_csv"
        case .json: "read_json"
        }
    }
}

/// Files that together are one table: everything under a location, or one object.
public struct DataSet: Sendable, Hashable {
    /// `s3://bucket/prefix/` or `s3://bucket/key`
    public var location: String
    /// nil: told by the files' names.
    public var format: DataFormat?

    public init(location: String, format: DataFormat? = nil) {
        self.location = location
        self.format = format
    }
}
