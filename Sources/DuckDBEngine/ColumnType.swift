import CDuckDB

/// A DuckDB type, read once a query from the library's own description.
indirect enum ColumnType {
    case plain(id: Int, name: String)
    case json
    case decimal(width: Int, scale: Int, storage: Int)
    case enumeration(storage: Int, values: [String])
    case list(ColumnType)
    case array(ColumnType, size: Int)
    case structure([(name: String, type: ColumnType)])
    case map(key: ColumnType, value: ColumnType)
    case union([(name: String, type: ColumnType)])
    case unsupported(String)

    /// Takes over the handle and destroys it.
    init(owning handle: cduckdb_logical_type?, _ library: DuckDBLibrary) {
        guard let handle else {
            self = .unsupported("unknown")
            return
        }
        self.init(handle, library)
        var owned: cduckdb_logical_type? = handle
        library.api.destroy_logical_type(&owned)
    }

    private init(_ handle: cduckdb_logical_type, _ library: DuckDBLibrary) {
        let api = library.api
        let id = Int(api.get_type_id(handle))
        switch id {
        case CDUCKDB_DECIMAL:
            self = .decimal(
                width: Int(api.decimal_width(handle)), scale: Int(api.decimal_scale(handle)),
                storage: Int(api.decimal_internal_type(handle)))
        case CDUCKDB_ENUM:
            let values = (0..<UInt64(api.enum_dictionary_size(handle))).map {
                library.take(api.enum_dictionary_value(handle, $0)) ?? ""
            }
            self = .enumeration(storage: Int(api.enum_internal_type(handle)), values: values)
        case CDUCKDB_LIST: self = .list(ColumnType(owning: api.list_type_child_type(handle), library))
        case CDUCKDB_ARRAY:
            self = .array(
                ColumnType(owning: api.array_type_child_type(handle), library),
                size: Int(api.array_type_array_size(handle)))
        case CDUCKDB_STRUCT: self = .structure(Self.fields(of: handle, library))
        case CDUCKDB_UNION: self = .union(Self.members(of: handle, library))
        case CDUCKDB_MAP:
            self = .map(
                key: ColumnType(owning: api.map_type_key_type(handle), library),
                value: ColumnType(owning: api.map_type_value_type(handle), library))
        case CDUCKDB_VARCHAR where library.take(api.logical_type_get_alias(handle)) == "JSON": self = .json
        default: self = Self.plainNames[id].map { .plain(id: id, name: $0) } ?? .unsupported(Self.name(ofUnread: id))
        }
    }

    private static func fields(
        of handle: cduckdb_logical_type, _ library: DuckDBLibrary
    ) -> [(name: String, type: ColumnType)] {
        let api = library.api
        return (0..<api.struct_type_child_count(handle)).map {
            (
                library.take(api.struct_type_child_name(handle, $0)) ?? "",
                ColumnType(owning: api.struct_type_child_type(handle, $0), library)
            )
        }
    }

    private static func members(
        of handle: cduckdb_logical_type, _ library: DuckDBLibrary
    ) -> [(name: String, type: ColumnType)] {
        let api = library.api
        return (0..<api.union_type_member_count(handle)).map {
            (
                library.take(api.union_type_member_name(handle, $0)) ?? "",
                ColumnType(owning: api.union_type_member_type(handle, $0), library)
            )
        }
    }
}
