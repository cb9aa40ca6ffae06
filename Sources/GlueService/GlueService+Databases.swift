import Foundations
import JSONModel
import ServicePorts

extension GlueService {
    func createDatabase(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let definition = try Self.requiredObject(input, "DatabaseInput")
        let name = try Self.catalogName(definition, "Name")
        var changes: [ResourceChange] = [
            .create(
                context.key("glue", "database", name),
                .object(database(definition, name: name, created: clock.now.seconds, context)))
        ]
        if let tags = input.object("Tags"), !tags.isEmpty {
            changes.append(.put(context.key("glue", "tags", context.arn("glue", "database/\(name)")), .object(tags)))
        }
        do {
            try await store.commit(changes)
        } catch is ResourceExists {
            throw Self.alreadyExists("Database already exists.")
        }
        return [:]
    }

    private func database(
        _ definition: JSONObject, name: String, created: Double, _ context: CallContext
    ) -> JSONObject {
        definition.withoutNulls().merging([
            "Name": .string(name), "CreateTime": .double(created), "CatalogId": .string(context.account),
        ])
    }

    func getDatabase(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        ["Database": .object(try await database(Self.catalogName(input, "Name"), context))]
    }

    func getDatabases(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let page = Page(input, limit: 100)
        let (found, token) = page.cut(
            try await store.list(context, "glue", "database", after: page.after, limit: page.size + 1))
        return JSONObject([
            ("DatabaseList", .array(found.map(\.value))), ("NextToken", token.map(JSONValue.string) ?? .null),
        ]).withoutNulls()
    }

    func updateDatabase(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.catalogName(input, "Name")
        let definition = try Self.requiredObject(input, "DatabaseInput")
        guard try Self.catalogName(definition, "Name") == name else {
            throw Self.invalid("A database's name cannot be changed.")
        }
        try await turnstile.turn {
            let created = try await database(name, context).double("CreateTime") ?? clock.now.seconds
            try await store.put(
                context.key("glue", "database", name),
                .object(database(definition, name: name, created: created, context)))
        }
        return [:]
    }

    /// Its tables and their partitions go with it.
    func deleteDatabase(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.catalogName(input, "Name")
        try await turnstile.turn {
            _ = try await database(name, context)
            var changes: [ResourceChange] = [
                .delete(context.key("glue", "database", name)),
                .delete(context.key("glue", "tags", context.arn("glue", "database/\(name)"))),
            ]
            for kind in ["table", "partition"] {
                changes += try await store.list(context, "glue", kind, prefix: CatalogID.prefix(name))
                    .map { .delete($0.key) }
            }
            try await store.commit(changes)
        }
        return [:]
    }

    @discardableResult
    func database(_ name: String, _ context: CallContext) async throws -> JSONObject {
        guard let database = try await store.get(context.key("glue", "database", name))?.objectValue else {
            throw Self.notFound("Database \(name) not found.")
        }
        return database
    }
}

/// Ids of the catalog's resources. Names cannot hold the separator (NameString's pattern).
enum CatalogID {
    static func prefix(_ parts: String...) -> String { parts.map { $0 + "\u{1F}" }.joined() }
    static func table(_ database: String, _ table: String) -> String { prefix(database) + table }
    /// A partition's values may hold anything: they stand as a JSON array.
    static func partition(_ database: String, _ table: String, _ values: [String]) -> String {
        prefix(database, table) + JSONValue.array(values.map(JSONValue.string)).serialized()
    }
}
