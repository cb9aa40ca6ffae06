import JSONModel

extension DuckDBEngine {
    /// The number of rows; of Parquet from the files' footers, without reading data.
    public func count(_ dataSet: DataSet) async throws -> Int {
        let source = try source(of: dataSet)
        let sql =
            source.format == .parquet
            ? "SELECT CAST(coalesce(sum(num_rows), 0) AS BIGINT) FROM parquet_file_metadata(\(SQLText.list(source.files)))"
            : "SELECT count(*) FROM \(source.scan)"
        let result = try await query(sql)
        guard let count = result.rows.first?.first?.intValue else { throw DuckDBError.query("the count has no row") }
        return count
    }

    /// The first rows, in the order of the files; `limit` 0 shows the columns alone.
    public func preview(_ dataSet: DataSet, limit: Int = 20) async throws -> QueryResult {
        let limit = max(0, limit)
        return try await query("SELECT * FROM \(try source(of: dataSet).scan) LIMIT \(limit + 1)", limit: limit)
    }

    private struct Source {
        var files: [String]
        var format: DataFormat
        var scan: String
    }

    private func source(of dataSet: DataSet) throws(DuckDBError) -> Source {
        let files = try files(under: dataSet.location)
        guard let first = files.first else { throw .noObjects(dataSet.location) }
        guard let format = dataSet.format ?? DataFormat(fileName: first) else {
            throw .unknownFormat(dataSet.location)
        }
        let partitioned = files.contains { $0.contains("=") }
        let options = partitioned ? ", hive_partitioning = true" : ""
        let union = ", union_by_name = true"
        return Source(
            files: files, format: format, scan: "\(format.function)(\(SQLText.list(files))\(union)\(options))")
    }

    /// The data files of a location: the object itself, or all below the prefix.
    func files(under location: String) throws(DuckDBError) -> [String] {
        var path = try buckets.path(of: location)
        while path.hasSuffix("/") { path.removeLast() }
        return FileTree.isDirectory(path) ? FileTree.dataFiles(under: path) : FileTree.isFile(path) ? [path] : []
    }
}
