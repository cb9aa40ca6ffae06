import CDuckDB
import JSONModel

extension VectorReader {
    func plain(_ id: Int, _ row: Int) -> JSONValue {
        switch id {
        case CDUCKDB_BOOLEAN: .bool(load(UInt8.self, row) != 0)
        case CDUCKDB_FLOAT: ValueText.float(load(Float.self, row))
        case CDUCKDB_DOUBLE: ValueText.float(load(Double.self, row))
        case CDUCKDB_VARCHAR: .string(text(row))
        case CDUCKDB_BLOB: .string(ValueText.hexadecimal(bytes(row)))
        case CDUCKDB_BIT: .string(ValueText.bits(bytes(row)))
        case CDUCKDB_UUID: .string(ValueText.uuid(load(cduckdb_hugeint.self, row)))
        case CDUCKDB_INTERVAL: .string(ValueText.duration(load(cduckdb_interval.self, row)))
        case CDUCKDB_SQLNULL: .null
        case CDUCKDB_UHUGEINT: ValueText.number(ValueText.unsigned(load(cduckdb_hugeint.self, row)).description)
        case CDUCKDB_DATE, CDUCKDB_TIME, CDUCKDB_TIME_NS, CDUCKDB_TIME_TZ, CDUCKDB_TIMESTAMP, CDUCKDB_TIMESTAMP_S,
            CDUCKDB_TIMESTAMP_MS, CDUCKDB_TIMESTAMP_NS, CDUCKDB_TIMESTAMP_TZ:
            .string(moment(id, row))
        default: ValueText.number(integer(id, row).description)
        }
    }

    private func moment(_ id: Int, _ row: Int) -> String {
        switch id {
        case CDUCKDB_DATE: ISOText.date(days: load(Int32.self, row))
        case CDUCKDB_TIME: ISOText.time(load(Int64.self, row), unitsASecond: 1_000_000)
        case CDUCKDB_TIME_NS: ISOText.time(load(Int64.self, row), unitsASecond: 1_000_000_000)
        case CDUCKDB_TIME_TZ: ISOText.time(withZone: load(UInt64.self, row))
        case CDUCKDB_TIMESTAMP_S: ISOText.timestamp(load(Int64.self, row), unitsASecond: 1)
        case CDUCKDB_TIMESTAMP_MS: ISOText.timestamp(load(Int64.self, row), unitsASecond: 1000)
        case CDUCKDB_TIMESTAMP_NS: ISOText.timestamp(load(Int64.self, row), unitsASecond: 1_000_000_000)
        case CDUCKDB_TIMESTAMP_TZ: ISOText.timestamp(load(Int64.self, row), unitsASecond: 1_000_000, zone: "Z")
        default: ISOText.timestamp(load(Int64.self, row), unitsASecond: 1_000_000)
        }
    }

    /// The integer under a physical type.
    func integer(_ id: Int, _ row: Int) -> Int128 {
        switch id {
        case CDUCKDB_TINYINT: Int128(load(Int8.self, row))
        case CDUCKDB_SMALLINT: Int128(load(Int16.self, row))
        case CDUCKDB_INTEGER: Int128(load(Int32.self, row))
        case CDUCKDB_BIGINT: Int128(load(Int64.self, row))
        case CDUCKDB_UTINYINT: Int128(load(UInt8.self, row))
        case CDUCKDB_USMALLINT: Int128(load(UInt16.self, row))
        case CDUCKDB_UINTEGER: Int128(load(UInt32.self, row))
        case CDUCKDB_UBIGINT: Int128(load(UInt64.self, row))
        default: Int128(bitPattern: ValueText.unsigned(load(cduckdb_hugeint.self, row)))
        }
    }
}
