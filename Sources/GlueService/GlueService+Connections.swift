import Foundations
import JSONModel
import ServicePorts

extension GlueService {
    func createConnection(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let definition = try Self.requiredObject(input, "ConnectionInput")
        let name = try Self.required(definition, "Name")
        let now = JSONValue.double(clock.now.seconds)
        let connection = definition.withoutNulls().merging(["CreationTime": now, "LastUpdatedTime": now])
        var changes: [ResourceChange] = [.create(context.key("glue", "connection", name), .object(connection))]
        if let tags = input.object("Tags"), !tags.isEmpty {
            changes.append(.put(context.key("glue", "tags", context.arn("glue", "connection/\(name)")), .object(tags)))
        }
        do {
            try await store.commit(changes)
        } catch is ResourceExists {
            throw Self.alreadyExists("Connection already exists.")
        }
        return ["CreateConnectionStatus": "READY"]
    }

    func getConnection(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.required(input, "Name")
        guard let connection = try await store.get(context.key("glue", "connection", name))?.objectValue else {
            throw Self.notFound("Connection \(name) not found.")
        }
        return ["Connection": .object(Self.shown(connection, input))]
    }

    func getConnections(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let filter = input.object("Filter") ?? [:]
        try Self.refuse(filter, "ConnectionSchemaVersion")
        let page = Page(input)
        let all = try await store.list(context, "glue", "connection", after: page.after)
        let (found, token) = page.cut(all.filter { Self.matches($0.value.objectValue ?? [:], filter) })
        let shown = found.map { JSONValue.object(Self.shown($0.value.objectValue ?? [:], input)) }
        return JSONObject([("ConnectionList", .array(shown)), ("NextToken", token.map(JSONValue.string) ?? .null)])
            .withoutNulls()
    }

    private static func matches(_ connection: JSONObject, _ filter: JSONObject) -> Bool {
        if let type = filter.string("ConnectionType"), connection.string("ConnectionType") != type { return false }
        let criteria = connection.strings("MatchCriteria") ?? []
        return (filter.strings("MatchCriteria") ?? []).allSatisfy(criteria.contains)
    }

    /// With `HidePassword`, without it.
    private static func shown(_ connection: JSONObject, _ input: JSONObject) -> JSONObject {
        guard input.bool("HidePassword") == true, var properties = connection.object("ConnectionProperties") else {
            return connection
        }
        for secret in ["PASSWORD", "ENCRYPTED_PASSWORD"] { properties.removeValue(forKey: secret) }
        return connection.merging(["ConnectionProperties": .object(properties)])
    }

    func deleteConnection(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.required(input, "ConnectionName")
        try await turnstile.turn {
            guard try await store.get(context.key("glue", "connection", name)) != nil else {
                throw Self.notFound("Connection \(name) not found.")
            }
            try await store.commit([
                .delete(context.key("glue", "connection", name)),
                .delete(context.key("glue", "tags", context.arn("glue", "connection/\(name)"))),
            ])
        }
        return [:]
    }
}
