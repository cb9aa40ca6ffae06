import DuckDBEngine
import Foundation
import Testing

@Suite struct LockdownTests {
    static let attempts = [
        "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM read_csv('/etc/passwd')", "FROM '/etc/passwd'",
        "SELECT * FROM read_text('BUCKETS/../../../../../../etc/passwd')", "SELECT * FROM read_text('BUCKETS-evil/x')",
        "SELECT * FROM read_text('BUCKETS/lake/link')", "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO '/tmp/etape-must-not-exist.csv'", "ATTACH '/tmp/etape-must-not-exist.db'",
        "INSTALL httpfs", "LOAD '/tmp/x.duckdb_extension'", "FROM 'https://example.com/x.csv'",
        "SET enable_external_access = true", "SET allowed_directories = ['/']", "SET lock_configuration = false",
        "RESET enable_external_access", "PRAGMA enable_external_access = true", "EXPORT DATABASE '/tmp/etape-export'",
        "SELECT * FROM read_text('file:///etc/passwd')",
    ]

    @Test(arguments: attempts) func refused(_ attempt: String) async throws {
        let bench = try Bench()
        defer { bench.remove() }
        try FileManager.default.createDirectory(atPath: bench.buckets + "-evil", withIntermediateDirectories: true)
        try "secret".write(toFile: bench.buckets + "-evil/x", atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            atPath: bench.buckets + "/lake/link", withDestinationPath: "/etc/passwd")
        let sql = attempt.replacingOccurrences(of: "BUCKETS", with: bench.buckets)
        await #expect(throws: DuckDBError.self) { try await bench.engine.query(sql, readOnly: false) }
        #expect(!FileManager.default.fileExists(atPath: "/tmp/etape-must-not-exist.csv"))
        #expect(!FileManager.default.fileExists(atPath: "/tmp/etape-must-not-exist.db"))
    }

    @Test(arguments: [
        ("s3://lake/../../x", "leave"), ("s3://lake/./x", "leave"), ("s3://../x", "names no bucket"),
        ("s3:///x", "names no bucket"), ("s3://LAKE/x", "names no bucket"), ("s3://lake/link", "symbolic link"),
        ("s3://lake/linked/hosts", "symbolic link"), ("s3://lake/linked/*", "symbolic link"),
    ]) func locationsThatLeadOut(_ location: String, _ words: String) async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let files = FileManager.default
        try files.createSymbolicLink(atPath: bench.buckets + "/lake/link", withDestinationPath: "/etc/passwd")
        try files.createSymbolicLink(atPath: bench.buckets + "/lake/linked", withDestinationPath: "/etc")
        await #expect { _ = try await bench.engine.query("FROM read_text('\(location)')") } throws: { error in
            if case DuckDBError.refusedLocation(location, let reason) = error { reason.contains(words) } else { false }
        }

    }
}
