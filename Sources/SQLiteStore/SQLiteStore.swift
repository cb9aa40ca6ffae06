import GRDB

/// The store of one data folder: resources, executions, journals and histories in one SQLite file
/// (WAL, `synchronous=FULL`), written by one batched writer.
public final class SQLiteStore: Sendable {
    let pool: DatabasePool
    let writer: BatchedWriter

    /// Opens or creates the file. A file of an older version is brought up to this one's.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        try Schema.migrator.migrate(pool)
        writer = BatchedWriter(pool: pool)
    }

    /// Waits for the commits at hand and closes the file.
    public func close() async throws {
        await writer.finish()
        try pool.close()
    }
}
