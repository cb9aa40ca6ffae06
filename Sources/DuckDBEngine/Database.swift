import CDuckDB

/// One in-memory DuckDB that sees nothing of the machine but the buckets' folder.
final class Database: @unchecked Sendable {
    // Unchecked: DuckDB's database handle may be used from any thread; it is set once and closed with the object.
    let library: DuckDBLibrary
    private var handle: cduckdb_database?

    /// `folders`: absolute, without symbolic links; all that SQL may read and write.
    init(library: DuckDBLibrary, folders: [String], scratch: String?, options: EngineOptions) throws(DuckDBError) {
        self.library = library
        var message: UnsafeMutablePointer<CChar>?
        let state = library.api.open_ext(nil, &handle, nil, &message)
        let reason = library.take(message)
        guard state == 0, handle != nil else { throw .query(reason ?? "DuckDB cannot be opened") }
        let connection = try connect()
        for setting in Self.settings(folders: folders, scratch: scratch, options: options) {
            try connection.execute(setting)
        }
    }

    deinit { library.api.close(&handle) }

    func connect() throws(DuckDBError) -> Connection {
        var connection: cduckdb_connection?
        guard let handle, library.api.connect(handle, &connection) == 0, let connection else {
            throw .query("DuckDB gives no connection")
        }
        return Connection(database: self, handle: connection)
    }

    /// The order matters: what is allowed first, then the door, then the lock on all settings.
    private static func settings(folders: [String], scratch: String?, options: EngineOptions) -> [String] {
        let allowed = folders.map(SQLText.literal).joined(separator: ", ")
        var settings = [
            "SET allowed_directories = [\(allowed)]", "SET temp_directory = \(SQLText.literal(scratch ?? ""))",
        ]
        if let threads = options.threads { settings.append("SET threads = \(max(1, threads))") }
        if let memory = options.memoryLimitMegabytes { settings.append("SET memory_limit = '\(max(64, memory))MB'") }
        settings += [
            "SET TimeZone = 'UTC'",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET allow_community_extensions = false",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ]
        return settings
    }
}

/// How much of the machine DuckDB may use; nil leaves DuckDB's own choice (all cores, 80 % of the memory).
public struct EngineOptions: Sendable {
    public var threads: Int?
    public var memoryLimitMegabytes: Int?

    public init(threads: Int? = nil, memoryLimitMegabytes: Int? = nil) {
        self.threads = threads
        self.memoryLimitMegabytes = memoryLimitMegabytes
    }
}

/// SQL's two ways of quoting.
enum SQLText {
    static func literal(_ text: String) -> String { quoted(text, by: "'") }
    static func identifier(_ text: String) -> String { quoted(text, by: "\"") }
    static func list(_ texts: [String]) -> String { "[" + texts.map(literal).joined(separator: ", ") + "]" }

    private static func quoted(_ text: String, by quote: Character) -> String {
        var result = String(quote)
        for character in text {
            result.append(character)
            if character == quote { result.append(character) }
        }
        result.append(quote)
        return result
    }
}
