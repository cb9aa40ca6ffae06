import DuckDBEngine
import JSONModel
import Testing

@Suite struct QueryTests {
    @Test func limitStopsAndSaysSo() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        // A billion rows: only a streaming result can answer.
        let cut = try await bench.engine.query("SELECT i FROM range(1000000000) t(i)", limit: 3)
        #expect(cut.rows == [[0], [1], [2]])
        #expect(cut.isTruncated)
        let whole = try await bench.engine.query("SELECT i FROM range(3) t(i)", limit: 3)
        #expect(whole.rows.count == 3 && !whole.isTruncated)
        let none = try await bench.engine.query("SELECT 1 AS a WHERE false")
        #expect(none.columns == [QueryColumn(name: "a", type: "INTEGER", isNumeric: true)] && none.rows.isEmpty)
    }

    @Test func lastStatementGivesTheRows() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let result = try await bench.engine.query(
            "CREATE TEMP TABLE t AS SELECT 1 AS a; INSERT INTO t VALUES (2); SELECT sum(a)::INTEGER AS s FROM t;",
            readOnly: false)
        #expect(result.rows == [[3]])
    }

    @Test(arguments: [
        ("SELEC 1", "syntax error"), ("SELECT 1\u{0}; DROP TABLE t", "NUL"), ("SELECT * FROM nowhere", "nowhere"),
        ("SELECT 'x'::INTEGER", "Could not convert"), ("SELECT error('at run time')", "at run time"),
        ("SELECT CASE WHEN i = 900000 THEN error('late') END FROM range(1000000) t(i)", "late"),
    ]) func errorsAreDuckDBsWords(_ sql: String, _ words: String) async throws {
        let bench = try Bench()
        defer { bench.remove() }
        await #expect { _ = try await bench.engine.query(sql) } throws: { error in
            if case DuckDBError.query(let message) = error { message.contains(words) } else { false }
        }
    }

    @Test(arguments: ["", "  -- nothing", ";"]) func emptyText(_ sql: String) async throws {
        let bench = try Bench()
        defer { bench.remove() }
        await #expect(throws: DuckDBError.emptyQuery) { try await bench.engine.query(sql) }
    }

    @Test(arguments: [
        "CREATE TABLE t (a INTEGER)", "COPY (SELECT 1) TO 's3://lake/x.csv'", "SET VARIABLE x = 1",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO 's3://lake/x.csv'", "SELECT 1; DROP SCHEMA main", "INSTALL httpfs",
    ]) func readOnlyAllowsQuestionsAlone(_ sql: String) async throws {
        let bench = try Bench()
        defer { bench.remove() }
        await #expect(throws: DuckDBError.readOnly) { try await bench.engine.query(sql) }
    }

    @Test func questionsInEveryForm() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        for sql in ["FROM range(2)", "WITH a AS (SELECT 1) FROM a", "DESCRIBE SELECT 1", "SHOW TABLES", "VALUES (1)"] {
            _ = try await bench.engine.query(sql)
        }
    }

    @Test func cancellationInterrupts() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let (started, signal) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            // Streams forever: the first chunk tells that it runs, the cancellation ends it.
            try await bench.engine.stream("SELECT i FROM range(9000000000000) t(i)") { _, _ in
                signal.yield()
                return true
            }
        }
        for await _ in started { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await bench.engine.query("SELECT 1").rows == [[1]])
    }

    @Test func cancellationEndsAnAggregateThatHasNoChunkYet() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let task = Task {
            try await bench.engine.query("SELECT sum(hash(a.i, b.i)) FROM range(90000000) a(i), range(90000000) b(i)")
        }
        await Task.yield()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func queriesRunBesideEachOther() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let sums = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 1...8 {
                group.addTask {
                    try await bench.engine.query("SELECT count(*) FROM range(\(number * 1000))").rows[0][0].intValue
                }
            }
            return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect(sums == Set((1...8).map { $0 * 1000 }))
    }

    @Test func missingLibrarySaysWhatToRun() throws {
        let path = "/nowhere/libduckdb.so"
        let error = #expect(throws: DuckDBError.libraryMissing(path: path)) {
            try DuckDBEngine(library: path, buckets: "/nowhere/buckets")
        }
        #expect(error?.description == "DuckDB's library was not found at \(path); run `make setup` to install it.")
    }

    @Test func aFileThatIsNoLibrary() throws {
        let bench = try Bench()
        defer { bench.remove() }
        try bench.write("text", to: "lake/notes.txt")
        #expect {
            _ = try DuckDBEngine(library: bench.buckets + "/lake/notes.txt", buckets: bench.buckets)
        } throws: { error in
            if case DuckDBError.libraryUnusable(_, let reason) = error { !reason.isEmpty } else { false }
        }
    }
}
