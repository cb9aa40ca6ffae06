import Foundation

/// Where `make setup` puts what is shared by all projects: the Python runtime and DuckDB's library.
struct CacheFolder: Sendable {
    let path: String

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let home = environment["HOME"] ?? "."
        path =
            environment["ETAPE_CACHE"] ?? environment["XDG_CACHE_HOME"].map { $0 + "/etape" } ?? home + "/.cache/etape"
    }

    var python: String { path + "/python/bin/python3" }
    /// The JVM's class archive for Spark; Spark starts without it too.
    var sparkClasses: String { path + "/lib/spark-classes.jsa" }
    var duckDB: String { path + "/lib/libduckdb.so" }
}
