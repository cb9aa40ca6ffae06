import DuckDBEngine
import JSONModel
import Testing

@Suite struct ValueTests {
    /// Each SQL expression, DuckDB's name of its type, and the JSON text that says the same value.
    /// The expected texts are the literals themselves, or ISO 8601's form of them.
    static let values: [(sql: String, type: String, json: String)] = [
        ("true", "BOOLEAN", "true"),
        ("(-128)::TINYINT", "TINYINT", "-128"),
        ("(-32768)::SMALLINT", "SMALLINT", "-32768"),
        ("2147483647", "INTEGER", "2147483647"),
        ("(-9223372036854775808)::BIGINT", "BIGINT", "-9223372036854775808"),
        ("255::UTINYINT", "UTINYINT", "255"),
        ("65535::USMALLINT", "USMALLINT", "65535"),
        ("4294967295::UINTEGER", "UINTEGER", "4294967295"),
        ("18446744073709551615::UBIGINT", "UBIGINT", "18446744073709551615"),
        ("170141183460469231731687303715884105727::HUGEINT", "HUGEINT", "170141183460469231731687303715884105727"),
        ("(-170141183460469231731687303715884105727)::HUGEINT", "HUGEINT", "-170141183460469231731687303715884105727"),
        ("340282366920938463463374607431768211455::UHUGEINT", "UHUGEINT", "340282366920938463463374607431768211455"),
        ("0.1::FLOAT", "FLOAT", "0.1"), ("0.1::DOUBLE", "DOUBLE", "0.1"), ("1e300::DOUBLE", "DOUBLE", "1e+300"),
        ("'nan'::DOUBLE", "DOUBLE", "\"NaN\""), ("'-inf'::DOUBLE", "DOUBLE", "\"-Infinity\""),
        ("1.50::DECIMAL(4,2)", "DECIMAL(4,2)", "1.50"), ("(-0.05)::DECIMAL(4,2)", "DECIMAL(4,2)", "-0.05"),
        ("12345678.9::DECIMAL(9,1)", "DECIMAL(9,1)", "12345678.9"),
        ("123456789012345.678::DECIMAL(18,3)", "DECIMAL(18,3)", "123456789012345.678"),
        (
            "12345678901234567890123456789012345.678::DECIMAL(38,3)", "DECIMAL(38,3)",
            "12345678901234567890123456789012345.678"
        ),
        ("7::DECIMAL(5,0)", "DECIMAL(5,0)", "7"),
        ("'short'", "VARCHAR", "\"short\""),
        (
            "'a text of more than twelve bytes, é'", "VARCHAR",
            "\"a text of more than twelve bytes, é\""
        ),
        ("'\\x00\\xFFab'::BLOB", "BLOB", "\"00ff6162\""), ("'0010110'::BIT", "BIT", "\"0010110\""),
        ("'123e4567-e89b-12d3-a456-426614174000'::UUID", "UUID", "\"123e4567-e89b-12d3-a456-426614174000\""),
        ("DATE '2013-01-31'", "DATE", "\"2013-01-31\""), ("DATE '1969-12-31'", "DATE", "\"1969-12-31\""),
        ("DATE '2000-02-29'", "DATE", "\"2000-02-29\""), ("DATE '12345-06-07'", "DATE", "\"+012345-06-07\""),
        ("DATE '0044-03-15 (BC)'", "DATE", "\"-000043-03-15\""), ("DATE 'infinity'", "DATE", "\"infinity\""),
        ("TIMESTAMP '2013-01-01 05:15:00'", "TIMESTAMP", "\"2013-01-01T05:15:00\""),
        ("TIMESTAMP '1969-12-31 23:59:59.5'", "TIMESTAMP", "\"1969-12-31T23:59:59.5\""),
        ("'2013-01-01 05:15:00'::TIMESTAMP_S", "TIMESTAMP_S", "\"2013-01-01T05:15:00\""),
        ("'2013-01-01 05:15:00.125'::TIMESTAMP_MS", "TIMESTAMP_MS", "\"2013-01-01T05:15:00.125\""),
        ("'2013-01-01 05:15:00.000000001'::TIMESTAMP_NS", "TIMESTAMP_NS", "\"2013-01-01T05:15:00.000000001\""),
        ("TIMESTAMPTZ '2013-01-01 05:15:00+02'", "TIMESTAMP WITH TIME ZONE", "\"2013-01-01T03:15:00Z\""),
        ("TIME '23:59:59.000001'", "TIME", "\"23:59:59.000001\""),
        ("TIMETZ '05:15:00+05:30'", "TIME WITH TIME ZONE", "\"05:15:00+05:30\""),
        ("TIMETZ '05:15:00-08'", "TIME WITH TIME ZONE", "\"05:15:00-08:00\""),
        ("INTERVAL '1 year 2 months 3 days 04:05:06.7'", "INTERVAL", "\"P1Y2M3DT4H5M6.7S\""),
        ("INTERVAL '-1 month'", "INTERVAL", "\"P-1M\""), ("INTERVAL '-500 milliseconds'", "INTERVAL", "\"PT-0.5S\""),
        ("INTERVAL '0 days'", "INTERVAL", "\"PT0S\""),
        ("NULL::INTEGER", "INTEGER", "null"), ("[1, NULL, 3]", "INTEGER[]", "[1,null,3]"),
        ("[[1], []]", "INTEGER[][]", "[[1],[]]"), ("[1,2]::INTEGER[2]", "INTEGER[2]", "[1,2]"),
        (
            "{'a': 1, 'b c': [{'d': 'x'}]}", "STRUCT(\"a\" INTEGER, \"b c\" STRUCT(\"d\" VARCHAR)[])",
            "{\"a\":1,\"b c\":[{\"d\":\"x\"}]}"
        ),
        ("MAP {'k': 1.5, 'l': NULL}", "MAP(VARCHAR, DECIMAL(2,1))", "{\"k\":1.5,\"l\":null}"),
        ("MAP {10: 'x'}", "MAP(INTEGER, VARCHAR)", "{\"10\":\"x\"}"),
        ("union_value(num := 2)", "UNION(\"num\" INTEGER)", "2"),
        ("'b'::ENUM('a', 'b')", "ENUM('a', 'b')", "\"b\""),
        ("'{\"n\": 1.50, \"d\": [true]}'::JSON", "JSON", "{\"n\":1.50,\"d\":[true]}"),
    ]

    @Test(arguments: values.indices) func exactly(_ index: Int) async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let value = Self.values[index]
        let result = try await bench.engine.query("SELECT \(value.sql) AS v")
        #expect(result.columns.map(\.type) == [value.type])
        #expect(result.rows.map { $0.map { $0.serialized() } } == [[value.json]])
    }

    @Test func nullsOfNestedColumnsAcrossChunks() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let result = try await bench.engine.query(
            "SELECT i, CASE WHEN i % 2 = 0 THEN [i, i + 1] END AS l, CASE WHEN i % 3 = 0 THEN {'s': i::VARCHAR} END AS o "
                + "FROM range(5000) t(i) ORDER BY i")
        #expect(result.rows.count == 5000)
        for (index, row) in result.rows.enumerated() {
            #expect(row[0].intValue == index)
            #expect(row[1] == (index % 2 == 0 ? .array([.int(index), .int(index + 1)]) : .null))
            #expect(row[2] == (index % 3 == 0 ? ["s": .string(String(index))] : .null))
        }
    }

    @Test(arguments: ["1::BIGNUM", "1::VARIANT", "[1::BIGNUM]"]) func refusesByName(_ sql: String) async throws {
        let bench = try Bench()
        defer { bench.remove() }
        await #expect {
            _ = try await bench.engine.query("SELECT \(sql) AS odd")
        } throws: { error in
            guard case DuckDBError.unsupportedType("odd", let type) = error else { return false }
            return ["BIGNUM", "VARIANT"].contains(type)
        }
    }
}
