import CDuckDB
import Synchronization

/// The loaded library's functions. Loaded once a path and process; never unloaded, since DuckDB keeps threads.
struct DuckDBLibrary: @unchecked Sendable {
    // Unchecked: the table is immutable once loaded and lives as long as the process.
    let functions: UnsafePointer<cduckdb_api>

    var api: cduckdb_api { functions.pointee }
    var version: String { String(cString: api.library_version()) }

    private static let loaded = Mutex<[String: DuckDBLibrary]>([:])

    static func load(_ path: String) throws(DuckDBError) -> DuckDBLibrary {
        if let library = loaded.withLock({ $0[path] }) { return library }
        guard FileTree.isFile(path) else { throw .libraryMissing(path: path) }
        let library = try open(path)
        loaded.withLock { $0[path] = library }
        return library
    }

    private static func open(_ path: String) throws(DuckDBError) -> DuckDBLibrary {
        var reason = [CChar](repeating: 0, count: 1024)
        guard let functions = cduckdb_load(path, &reason, reason.count) else {
            let text = String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw .libraryUnusable(path: path, reason: text)
        }
        return DuckDBLibrary(functions: functions)
    }

    /// A text that DuckDB allocated, taken over and freed.
    func take(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text else { return nil }
        defer { api.free(text) }
        return String(cString: text)
    }
}
