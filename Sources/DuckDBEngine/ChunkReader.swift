import CDuckDB
import JSONModel

/// Turns a chunk's column vectors into rows of JSON values.
struct ChunkReader {
    let library: DuckDBLibrary
    let types: [ColumnType]

    func rows(of chunk: cduckdb_chunk) -> [[JSONValue]] {
        let count = Int(library.api.data_chunk_get_size(chunk))
        let columns = types.enumerated().map { index, type in
            VectorReader(library.api.data_chunk_get_vector(chunk, UInt64(index)), type, library)
        }
        return (0..<count).map { row in columns.map { $0.value(at: row) } }
    }
}

/// One vector, its validity mask and those of its children. Valid as long as the chunk is.
struct VectorReader {
    let type: ColumnType
    private let data: UnsafeMutableRawPointer?
    private let validity: UnsafeMutablePointer<UInt64>?
    private let children: [VectorReader]

    init(_ vector: cduckdb_vector?, _ type: ColumnType, _ library: DuckDBLibrary) {
        self.type = type
        data = vector.flatMap { library.api.vector_get_data($0) }
        validity = vector.flatMap { library.api.vector_get_validity($0) }
        children = vector.map { Self.children(of: $0, type, library) } ?? []
    }

    private static func children(
        of vector: cduckdb_vector, _ type: ColumnType, _ library: DuckDBLibrary
    ) -> [VectorReader] {
        let api = library.api
        func field(_ parent: cduckdb_vector?, _ index: Int, _ type: ColumnType) -> VectorReader {
            VectorReader(parent.flatMap { api.struct_vector_get_child($0, UInt64(index)) }, type, library)
        }
        switch type {
        case .list(let element): return [VectorReader(api.list_vector_get_child(vector), element, library)]
        case .array(let element, _): return [VectorReader(api.array_vector_get_child(vector), element, library)]
        case .structure(let fields): return fields.enumerated().map { field(vector, $0.offset, $0.element.type) }
        case .map(let key, let value):
            let entries = api.list_vector_get_child(vector)
            return [field(entries, 0, key), field(entries, 1, value)]
        case .union(let members):
            let tag = field(vector, 0, .plain(id: CDUCKDB_UTINYINT, name: "UTINYINT"))
            return [tag] + members.enumerated().map { field(vector, $0.offset + 1, $0.element.type) }
        case .plain, .json, .decimal, .enumeration, .unsupported: return []
        }
    }

    func value(at row: Int) -> JSONValue {
        if let validity, validity[row >> 6] & (1 << UInt64(row & 63)) == 0 { return .null }
        switch type {
        case .plain(let id, _): return plain(id, row)
        case .json: return (try? JSONValue(parsing: text(row))) ?? .string(text(row))
        case .decimal(_, let scale, let storage):
            return ValueText.number(ValueText.decimal(integer(storage, row), scale: scale))
        case .enumeration(let storage, let values):
            let index = Int(clamping: integer(storage, row))
            return values.indices.contains(index) ? .string(values[index]) : .null
        case .list: return .array(range(row).map { children[0].value(at: $0) })
        case .array(_, let size): return .array((row * size..<(row + 1) * size).map { children[0].value(at: $0) })
        case .structure(let fields):
            return .object(JSONObject(zip(fields, children).map { ($0.name, $1.value(at: row)) }))
        case .map: return .object(JSONObject(range(row).map { (key(at: $0), children[1].value(at: $0)) }))
        case .union:
            let tag = children[0].value(at: row).intValue ?? -1
            return children.indices.contains(tag + 1) ? children[tag + 1].value(at: row) : .null
        case .unsupported: return .null
        }
    }

    private func key(at row: Int) -> String {
        let value = children[0].value(at: row)
        return value.stringValue ?? value.serialized()
    }

    private func range(_ row: Int) -> Range<Int> {
        let entry = load(cduckdb_list_entry.self, row)
        return Int(entry.offset)..<Int(entry.offset + entry.length)
    }

    func bytes(_ row: Int) -> [UInt8] {
        guard let data else { return [] }
        let entry = data.assumingMemoryBound(to: cduckdb_string.self) + row
        return Array(UnsafeRawBufferPointer(start: cduckdb_string_bytes(entry), count: Int(entry.pointee.length)))
    }

    func text(_ row: Int) -> String { String(decoding: bytes(row), as: UTF8.self) }

    func load<T>(_ type: T.Type, _ row: Int) -> T {
        // DuckDB gives a data pointer for every vector that has a row; a struct's has none, and is not loaded.
        guard let data else { preconditionFailure("a vector without data") }
        return data.load(fromByteOffset: row * MemoryLayout<T>.stride, as: type)
    }
}
