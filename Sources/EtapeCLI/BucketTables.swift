import DuckDBEngine
import JSONModel
import ServicePorts

/// Parquet in buckets, read by DuckDB, which is loaded with the first file.
actor BucketTables: TableReader {
    private let library: String
    private let buckets: String
    private var engine: DuckDBEngine?

    init(library: String, buckets: String) {
        self.library = library
        self.buckets = buckets
    }

    func parquetRows(bucket: String, key: String, limit: Int?) async throws -> [JSONObject] {
        // A wildcard would read other objects.
        guard !key.contains(where: { "*?[]{}".contains($0) }) else { throw CLIError("its name has a wildcard") }
        let engine = try engine ?? DuckDBEngine(library: library, buckets: buckets)
        self.engine = engine
        let name = "s3://\(bucket)/\(key)".replacing("'", with: "''")
        let result = try await engine.query(
            "SELECT * FROM read_parquet('\(name)')" + (limit.map { " LIMIT \($0)" } ?? ""))
        let names = result.columns.map(\.name)
        return result.rows.map { row in JSONObject(zip(names, row).map { ($0, $1) }) }
    }
}
