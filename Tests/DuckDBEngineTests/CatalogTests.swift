import DuckDBEngine
import JSONModel
import Testing

@Suite struct CatalogTests {
    typealias Column = CatalogTable.Column

    @Test func partitionedParquetByDeclaredColumns() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        _ = try await bench.engine.query(
            "COPY (SELECT i AS id, (i / 4)::DOUBLE AS delay, CASE WHEN i < 5 THEN '01' ELSE '02' END AS month "
                + "FROM range(10) t(i)) TO 's3://lake/gold/flights' (FORMAT parquet, PARTITION_BY (month))",
            readOnly: false)
        let table = CatalogTable(
            database: "flights", name: "by month", location: "s3://lake/gold/flights/", format: .parquet,
            columns: [Column(name: "delay", type: "decimal(10,2)"), Column(name: "id", type: "bigint")],
            partitionKeys: [Column(name: "month", type: "string")])
        #expect(try await bench.engine.attach([table]) == [])
        let result = try await bench.engine.query("SELECT * FROM flights.\"by month\" WHERE month = '02' ORDER BY id")
        #expect(result.columns.map(\.type) == ["DECIMAL(10,2)", "BIGINT", "VARCHAR"])
        #expect(result.rows.map { $0.map { $0.serialized() } }.first == ["1.25", "5", "\"02\""])
        #expect(result.rows.count == 5)
    }

    @Test func csvAndJSONAndAnEmptyTable() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        try bench.write("code|name\nAA|American\n", to: "lake/carriers/c.txt")
        try bench.write("{\"id\":1,\"tags\":[\"a\"],\"at\":{\"x\":2}}\n", to: "lake/events/e.json")
        let carriers = CatalogTable(
            database: "d", name: "carriers", location: "s3://lake/carriers/", format: .csv,
            columns: [Column(name: "code", type: "string"), Column(name: "name", type: "varchar(20)")],
            parameters: ["skip.header.line.count": "1", "field.delim": "|"])
        let events = CatalogTable(
            database: "d", name: "events", location: "s3://lake/events/", format: .json,
            columns: [
                Column(name: "id", type: "int"), Column(name: "tags", type: "array<string>"),
                Column(name: "at", type: "struct<x:bigint>"),
            ])
        let empty = CatalogTable(
            database: "d", name: "empty", location: "s3://lake/empty/", format: .parquet,
            columns: [Column(name: "m", type: "map<string,array<int>>")],
            partitionKeys: [Column(name: "day", type: "date")])
        #expect(try await bench.engine.attach([carriers, events, empty]) == [])
        #expect(try await bench.engine.query("FROM d.carriers").rows == [["AA", "American"]])
        #expect(try await bench.engine.query("FROM d.events").rows == [[1, ["a"], ["x": 2]]])
        let none = try await bench.engine.query("FROM d.empty")
        #expect(none.columns.map(\.type) == ["MAP(VARCHAR, INTEGER[])", "DATE"] && none.rows.isEmpty)
    }

    @Test func whatCannotBeShownIsNamedAndTheRestWorks() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        try bench.write("a\n1\n", to: "lake/good/a.csv")
        let good = CatalogTable(database: "d", name: "good", location: "s3://lake/good/", format: .csv)
        let odd = CatalogTable(
            database: "d", name: "odd", location: "s3://lake/good/", format: .csv,
            columns: [Column(name: "g", type: "geometry")])
        let lost = CatalogTable(database: "d", name: "lost", location: "s3://gone/x/", format: .csv)
        let issues = try await bench.engine.attach([good, odd, lost])
        #expect(issues.map(\.table) == ["odd", "lost"])
        #expect(issues.last?.reason == "The bucket gone does not exist.")
        #expect(try await bench.engine.query("SELECT a FROM d.good").rows == [[1]])
    }

    @Test func attachingAgainShowsNewFiles() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let table = CatalogTable(
            database: "d", name: "t", location: "s3://lake/t/", format: .csv, columns: [Column(name: "a", type: "int")])
        try bench.write("a\n1\n", to: "lake/t/1.csv")
        _ = try await bench.engine.attach([table])
        try bench.write("a\n2\n", to: "lake/t/2.csv")
        _ = try await bench.engine.attach([table])
        #expect(try await bench.engine.query("SELECT a FROM d.t ORDER BY a").rows == [[1], [2]])
    }

    @Test func nullPartition() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        // Hive's name of the partition whose key is NULL, as Spark writes it.
        try bench.write("a\n1\n", to: "lake/t/k=__HIVE_DEFAULT_PARTITION__/1.csv")
        try bench.write("a\n2\n", to: "lake/t/k=x%20y/2.csv")
        let table = CatalogTable(
            database: "d", name: "t", location: "s3://lake/t/", format: .csv, columns: [Column(name: "a", type: "int")],
            partitionKeys: [Column(name: "k", type: "string")])
        #expect(try await bench.engine.attach([table]) == [])
        #expect(try await bench.engine.query("FROM d.t ORDER BY a").rows == [[1, nil], [2, "x y"]])
    }
}
