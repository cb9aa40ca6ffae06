import CDuckDB
import JSONModel
import Synchronization

/// One connection, used by one thread at a time; only `cancel` may come from another.
final class Connection: @unchecked Sendable {
    // Unchecked: the handle is set once; `duckdb_interrupt` is the one call that DuckDB allows beside a running query,
    // and the lock keeps it from meeting a closed handle.
    private enum Phase { case idle, executing, cancelled }

    private let database: Database
    private let handle: cduckdb_connection
    private let phase = Mutex(Phase.idle)

    private var library: DuckDBLibrary { database.library }
    private var api: cduckdb_api { library.api }

    init(database: Database, handle: cduckdb_connection) {
        self.database = database
        self.handle = handle
    }

    deinit {
        var connection: cduckdb_connection? = handle
        api.disconnect(&connection)
    }

    /// Ends what runs, or what is about to run, with `CancellationError`.
    func cancel() {
        phase.withLock { phase in
            if phase == .executing { api.interrupt(handle) }
            phase = .cancelled
        }
    }

    /// Runs statements for their effect.
    func execute(_ sql: String) throws(DuckDBError) {
        do {
            try run(sql, readOnly: false) { _, _ in false }
        } catch let error as DuckDBError {
            throw error
        } catch {
            throw .query("\(error)")
        }
    }

    /// Runs all statements in order and hands over the last one's rows, chunk by chunk (up to 2,048 rows), until the
    /// receiver says false. It is called at least once, so that an empty result still shows its columns.
    func run(_ sql: String, readOnly: Bool, receive: ([QueryColumn], [[JSONValue]]) throws -> Bool) throws {
        var statements: cduckdb_extracted?
        let count = api.extract_statements(handle, sql, &statements)
        defer { api.destroy_extracted(&statements) }
        guard count > 0 else {
            guard let reason = api.extract_statements_error(statements) else { throw DuckDBError.emptyQuery }
            throw DuckDBError.query(String(cString: reason))
        }
        for index in 0..<count {
            try runStatement(statements, index, readOnly: readOnly, isLast: index == count - 1, receive: receive)
        }
    }

    private func runStatement(
        _ statements: cduckdb_extracted?, _ index: UInt64, readOnly: Bool, isLast: Bool,
        receive: ([QueryColumn], [[JSONValue]]) throws -> Bool
    ) throws {
        var statement: cduckdb_prepared?
        let state = api.prepare_extracted_statement(handle, statements, index, &statement)
        defer { api.destroy_prepare(&statement) }
        guard state == 0 else { throw failure(api.prepare_error(statement)) }
        if readOnly, api.prepared_statement_type(statement) != Int32(CDUCKDB_STATEMENT_SELECT) {
            throw DuckDBError.readOnly
        }
        var result = try execute(statement)
        defer { api.destroy_result(&result) }
        if isLast { try read(&result, receive: receive) }
    }

    /// The pending result is made first: making it clears DuckDB's interrupt flag, so that an interrupt sent after
    /// the phase has become `executing` is never lost.
    private func execute(_ statement: cduckdb_prepared?) throws -> cduckdb_result {
        var pending: cduckdb_pending?
        let state = api.pending_prepared_streaming(statement, &pending)
        defer { api.destroy_pending(&pending) }
        guard state == 0 else { throw failure(api.pending_error(pending)) }
        try phase.withLock { phase in
            if phase == .cancelled { throw CancellationError() }
            phase = .executing
        }
        var result = cduckdb_result()
        guard api.execute_pending(pending, &result) == 0 else {
            defer { api.destroy_result(&result) }
            throw failure(api.result_error(&result))
        }
        return result
    }

    private func read(_ result: inout cduckdb_result, receive: ([QueryColumn], [[JSONValue]]) throws -> Bool) throws {
        let (columns, types) = try describe(&result)
        var isFirst = true
        while true {
            try checkCancellation()
            var chunk = api.fetch_chunk(result)
            defer { api.destroy_data_chunk(&chunk) }
            guard let data = chunk else {
                if let reason = api.result_error(&result) { throw failure(reason) }
                if isFirst { _ = try receive(columns, []) }
                return
            }
            let rows = ChunkReader(library: library, types: types).rows(of: data)
            if try !receive(columns, rows) { return }
            isFirst = false
        }
    }

    private func describe(_ result: inout cduckdb_result) throws -> ([QueryColumn], [ColumnType]) {
        var columns: [QueryColumn] = []
        var types: [ColumnType] = []
        for index in 0..<api.column_count(&result) {
            let name = api.column_name(&result, index).map { String(cString: $0) } ?? ""
            let type = ColumnType(owning: api.column_logical_type(&result, index), library)
            if let unsupported = type.unsupported { throw DuckDBError.unsupportedType(column: name, type: unsupported) }
            columns.append(QueryColumn(name: name, type: type.description, isNumeric: type.isNumeric))
            types.append(type)
        }
        return (columns, types)
    }

    private func checkCancellation() throws {
        if phase.withLock({ $0 == .cancelled }) { throw CancellationError() }
    }

    private func failure(_ reason: UnsafePointer<CChar>?) -> any Error {
        if phase.withLock({ $0 == .cancelled }) { return CancellationError() }
        return DuckDBError.query(reason.map { String(cString: $0) } ?? "DuckDB gives no reason")
    }
}
