public import JSONModel

/// Reads columnar files in buckets, for who is no query engine.
public protocol TableReader: Sendable {
    /// The rows of a Parquet object in their order, at most `limit`. Throws what says why it cannot be read.
    func parquetRows(bucket: String, key: String, limit: Int?) async throws -> [JSONObject]
}
