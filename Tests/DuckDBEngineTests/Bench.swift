import DuckDBEngine
import Foundation
import Testing

/// A fresh folder of buckets and an engine over it, on the library that `make setup` puts into the cache folder.
struct Bench {
    let folder: String
    let engine: DuckDBEngine

    var buckets: String { folder + "/buckets" }

    /// A missing library fails the test with the engine's own words.
    init() throws {
        var template = Array((NSTemporaryDirectory() + "etape-duckdb-XXXXXX").utf8CString)
        let made = String(cString: try #require(mkdtemp(&template)))
        try FileManager.default.createDirectory(atPath: made + "/buckets/lake", withIntermediateDirectories: true)
        folder = made
        engine = try DuckDBEngine(library: Self.library, buckets: made + "/buckets", options: EngineOptions(threads: 2))
    }

    static var library: String { cache + "/lib/libduckdb.so" }

    private static var cache: String {
        let environment = ProcessInfo.processInfo.environment
        if let cache = environment["ETAPE_CACHE"] { return cache }
        if let base = environment["XDG_CACHE_HOME"] { return base + "/etape" }
        return NSHomeDirectory() + "/.cache/etape"
    }

    func write(_ text: String, to key: String) throws {
        let path = buckets + "/" + key
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
