import Foundation
public import JSONModel

/// SQL over a project's buckets and catalog tables, by DuckDB inside this process.
///
/// Queries run on threads of their own, never on Swift's cooperative pool, each on its own connection; a cancelled
/// task interrupts its query. SQL sees the buckets' folder and nothing else of the machine: no other file, no network,
/// no extension, and no setting that would change that.
public final class DuckDBEngine: Sendable {
    let database: Database
    let buckets: BucketFolders

    /// `library`: the path of `libduckdb.so` (v1.5). `buckets`: the folder whose subfolders are buckets; it is made
    /// where absent. `scratch`: a folder for what does not fit into memory; without one such a query fails.
    ///
    /// Throws `DuckDBError.libraryMissing` with what to run where there is no library.
    public init(
        library: String, buckets: String, scratch: String? = nil, options: EngineOptions = EngineOptions()
    ) throws {
        let loaded = try DuckDBLibrary.load(library)
        self.buckets = try BucketFolders(creating: buckets)
        database = try Database(library: loaded, folders: [self.buckets.root], scratch: scratch, options: options)
    }

    /// DuckDB's own version: `v1.5.5`.
    public var version: String { database.library.version }

    /// Runs the statements and gives the last one's rows, at most `limit` of them.
    ///
    /// `s3://bucket/key` names a file wherever SQL takes one. With `readOnly` only questions are allowed; without it
    /// `COPY … TO 's3://…'` writes objects.
    public func query(_ sql: String, limit: Int? = nil, readOnly: Bool = true) async throws -> QueryResult {
        try await onThread(sql, readOnly: readOnly) { run in
            var result = QueryResult(columns: [], rows: [])
            try run { columns, rows in
                result.columns = columns
                result.rows += rows
                guard let limit, result.rows.count > limit else { return true }
                result.rows.removeLast(result.rows.count - max(0, limit))
                result.isTruncated = true
                return false
            }
            return result
        }
    }

    /// Runs the statements and hands the last one's rows over in chunks of up to 2,048, as they come, on DuckDB's
    /// thread, until `receive` says false. An empty result is one empty chunk.
    public func stream(
        _ sql: String, readOnly: Bool = true,
        receive: @escaping @Sendable ([QueryColumn], [[JSONValue]]) throws -> Bool
    ) async throws {
        try await onThread(sql, readOnly: readOnly) { run in try run(receive) }
    }

    private typealias Receiver = ([QueryColumn], [[JSONValue]]) throws -> Bool

    private func onThread<R: Sendable>(
        _ sql: String, readOnly: Bool, _ body: @escaping @Sendable ((Receiver) throws -> Void) throws -> R
    ) async throws -> R {
        let text = try rewritten(sql, readOnly: readOnly)
        let connection = try database.connect()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                Self.detach {
                    continuation.resume(
                        with: Result {
                            try body { receive in try connection.run(text, readOnly: readOnly, receive: receive) }
                        })
                }
            }
        } onCancel: {
            connection.cancel()
        }
    }

    /// A thread of its own: one of a dispatch queue's few would be missing to Swift's tasks for as long as a query runs,
    /// also to the task that wants to cancel it.
    private static func detach(_ work: @escaping @Sendable () -> Void) {
        let thread = Thread(block: work)
        thread.name = "duckdb"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// S3 has no folders: those on the way to an object that SQL writes are made.
    private func rewritten(_ sql: String, readOnly: Bool) throws(DuckDBError) -> String {
        if sql.utf8.contains(0) { throw .query("The SQL text holds a NUL character.") }
        let buckets = buckets
        return try SQLRewriter.rewrite(sql) { (location, isTarget) throws(DuckDBError) in
            try buckets.path(of: location, makingParent: isTarget && !readOnly)
        }
    }
}
