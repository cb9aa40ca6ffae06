import Foundation
import GRDB
public import JSONModel
public import ServicePorts

extension SQLiteStore: ResourceStore {
    public func get(_ key: ResourceKey) async throws -> JSONValue? {
        try await pool.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT value FROM resource WHERE service = ? AND kind = ? AND scope = ? AND id = ?")
            let bytes = try Data.fetchOne(statement, arguments: [key.service, key.kind, key.scope, key.id])
            return try bytes.map(Self.value)
        }
    }

    public func list(
        scope: String, service: String, kind: String, prefix: String, after: String?, limit: Int?
    ) async throws -> [Resource] {
        // What begins with the prefix lies together, from the prefix on.
        let start = max(prefix, after ?? "")
        return try await pool.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT scope, id, value FROM resource
                    WHERE service = ? AND kind = ? AND scope = ? AND id >= ? ORDER BY id
                    """,
                arguments: [service, kind, scope, start])
            var found: [Resource] = []
            while found.count < limit ?? .max, let row = try rows.next() {
                let resource = try Self.resource(row, service: service, kind: kind)
                guard resource.key.id.utf8.starts(with: prefix.utf8) else { break }
                if resource.key.id != after { found.append(resource) }
            }
            return found
        }
    }

    public func count(scope: String, service: String, kind: String, prefix: String) async throws -> Int {
        try await pool.read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT COUNT(*) FROM resource WHERE service = ?1 AND kind = ?2 AND scope = ?3 AND id >= ?4
                    AND substr(id, 1, length(?4)) = ?4
                    """,
                arguments: [service, kind, scope, prefix]) ?? 0
        }
    }

    public func all(service: String, kind: String) async throws -> [Resource] {
        try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT scope, id, value FROM resource WHERE service = ? AND kind = ? ORDER BY scope, id",
                arguments: [service, kind]
            ).map { try Self.resource($0, service: service, kind: kind) }
        }
    }

    public func commit(_ changes: [ResourceChange]) async throws {
        guard !changes.isEmpty else { return }
        try await writer.write { database in
            for change in changes { try Self.apply(change, database) }
        }
    }

    private static func apply(_ change: ResourceChange, _ database: Database) throws {
        switch change {
        case .create(let key, let value):
            let statement = try database.cachedStatement(
                sql:
                    "INSERT INTO resource (service, kind, scope, id, value) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
            )
            try statement.execute(arguments: arguments(key) + [Data(value.serializedBytes())])
            guard database.changesCount == 1 else { throw ResourceExists(key: key) }
        case .put(let key, let value):
            let statement = try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO resource (service, kind, scope, id, value) VALUES (?, ?, ?, ?, ?)")
            try statement.execute(arguments: arguments(key) + [Data(value.serializedBytes())])
        case .delete(let key):
            let statement = try database.cachedStatement(
                sql: "DELETE FROM resource WHERE service = ? AND kind = ? AND scope = ? AND id = ?")
            try statement.execute(arguments: arguments(key))
        }
    }

    private static func arguments(_ key: ResourceKey) -> StatementArguments {
        [key.service, key.kind, key.scope, key.id]
    }

    private static func resource(_ row: Row, service: String, kind: String) throws -> Resource {
        Resource(
            key: ResourceKey(scope: row[0], service: service, kind: kind, id: row[1]), value: try value(row[2]))
    }

    static func value(_ bytes: Data) throws -> JSONValue { try JSONValue(parsing: Array(bytes)) }
}
