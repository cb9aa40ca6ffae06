import DuckDBEngine
import JSONModel
import Testing

@Suite struct BucketTests {
    @Test func readsAndWritesInPlace() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let engine = bench.engine
        try bench.write("carrier,delay\nAA,5\nUA,7\n", to: "lake/raw/flights.csv")
        let sums = "SELECT sum(delay)::INTEGER FROM"
        for place in [
            "'s3://lake/raw/flights.csv'", "read_csv('s3://lake/raw/*.csv')",
            "read_csv(['s3a://lake/raw/flights.csv'])",
            "(SELECT * FROM 's3://lake/raw/flights.csv') t", "(VALUES (1)) v, 's3://lake/raw/flights.csv'",
        ] {
            #expect(try await engine.query("\(sums) \(place)").rows == [[12]], "\(place)")
        }
        _ = try await engine.query(
            "COPY (FROM 's3://lake/raw/flights.csv') TO 's3://lake/out.parquet' (FORMAT parquet)", readOnly: false)
        #expect(try await engine.query("SELECT count(*) FROM 's3://lake/out.parquet'").rows == [[2]])
    }

    @Test func textThatOnlyLooksLikeALocationStays() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let result = try await bench.engine.query(
            """
            SELECT 's3://lake/x', $$s3://lake/y$$, $tag$FROM 's3://lake/z'$tag$, E'it\\'s FROM \\'s3://lake/w', 'it''s'
            -- FROM 's3://other/x'
            /* FROM 's3://other/x' /* nested */ */
            FROM (SELECT 1 AS "from 's3://other/x'") WHERE 's3://lake/x' = 's3://lake/x' AND 1 IN (1, 2)
            """)
        #expect(
            result.rows == [
                ["s3://lake/x", "s3://lake/y", "FROM 's3://lake/z'", "it's FROM 's3://lake/w", "it's"]
            ])
    }

    @Test func missingBucketByName() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        await #expect(throws: DuckDBError.noSuchBucket("other")) {
            try await bench.engine.query("FROM 's3://other/x.csv'")
        }
    }

    @Test func quotesInKeysAreNoWayOut() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        try bench.write("a\n1\n", to: "lake/it's.csv")
        #expect(try await bench.engine.query("FROM read_csv('s3://lake/it''s.csv')").rows == [[1]])
    }

    @Test func countsAndPreviewsOfWhatAJobWrote() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let engine = bench.engine
        _ = try await engine.query(
            "COPY (SELECT i, i % 3 AS m FROM range(10) t(i)) TO 's3://lake/silver' (FORMAT parquet, PARTITION_BY (m))",
            readOnly: false)
        try bench.write("", to: "lake/silver/_SUCCESS")
        try bench.write("x", to: "lake/silver/.part.crc")
        try bench.write("half a file", to: "lake/silver/_temporary/0/part-0.parquet")
        let silver = DataSet(location: "s3://lake/silver/")
        #expect(try await engine.count(silver) == 10)
        let preview = try await engine.preview(silver, limit: 4)
        #expect(preview.columns.map(\.name) == ["i", "m"] && preview.rows.count == 4 && preview.isTruncated)
        #expect(preview.rows.allSatisfy { $0[1].intValue == ($0[0].intValue ?? -1) % 3 })
        try bench.write("{\"a\":1}\n{\"a\":2}\n", to: "lake/events/e.jsonl")
        #expect(try await engine.count(DataSet(location: "s3://lake/events")) == 2)
        await #expect(throws: DuckDBError.noObjects("s3://lake/none/")) {
            try await engine.count(DataSet(location: "s3://lake/none/"))
        }
        try bench.write("x", to: "lake/odd/file.bin")
        await #expect(throws: DuckDBError.unknownFormat("s3://lake/odd/")) {
            try await engine.count(DataSet(location: "s3://lake/odd/"))
        }
    }
}
