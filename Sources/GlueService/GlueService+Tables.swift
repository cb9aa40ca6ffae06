import Foundations
import JSONModel
import ServicePorts

extension GlueService {
    func createTable(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try Self.refuse(input, "OpenTableFormatInput", "TransactionId")
        let database = try Self.catalogName(input, "DatabaseName")
        let definition = try Self.requiredObject(input, "TableInput")
        let name = try Self.catalogName(definition, "Name")
        try await turnstile.turn {
            try await self.database(database, context)
            let now = JSONValue.double(clock.now.seconds)
            let table = Self.table(definition, database, name, context)
                .merging(["CreateTime": now, "UpdateTime": now, "VersionId": "0"])
            do {
                try await store.create(context.key("glue", "table", CatalogID.table(database, name)), .object(table))
            } catch is ResourceExists {
                throw Self.alreadyExists("Table already exists.")
            }
        }
        return [:]
    }

    private static func table(
        _ definition: JSONObject, _ database: String, _ name: String, _ context: CallContext
    ) -> JSONObject {
        var table = definition.withoutNulls()
        table["Name"] = .string(name)
        table["DatabaseName"] = .string(database)
        table["CatalogId"] = .string(context.account)
        table["CreatedBy"] = .string("arn:aws:iam::\(context.account):root")
        table["IsRegisteredWithLakeFormation"] = false
        if table["Retention"] == nil { table["Retention"] = 0 }
        if table["PartitionKeys"] == nil { table["PartitionKeys"] = [] }
        return table
    }

    func getTable(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try Self.refuse(input, "TransactionId", "QueryAsOfTime")
        let database = try Self.catalogName(input, "DatabaseName")
        return ["Table": .object(try await table(database, Self.catalogName(input, "Name"), context))]
    }

    func getTables(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try Self.refuse(input, "TransactionId", "QueryAsOfTime")
        let database = try Self.catalogName(input, "DatabaseName")
        try await self.database(database, context)
        let matches = try Self.matcher(input.string("Expression"))
        let page = Page(input, limit: 100)
        let all = try await store.list(
            context, "glue", "table", prefix: CatalogID.prefix(database), after: page.after, limit: nil)
        let (found, token) = page.cut(all.filter { matches($0.value["Name"]?.stringValue ?? "") })
        return JSONObject([
            ("TableList", .array(found.map(\.value))), ("NextToken", token.map(JSONValue.string) ?? .null),
        ]).withoutNulls()
    }

    private static func matcher(_ expression: String?) throws -> (String) -> Bool {
        guard let expression, !expression.isEmpty else { return { _ in true } }
        guard let pattern = try? Regex(expression).ignoresCase() else {
            throw invalid("Expression \(expression) is not a regular expression.")
        }
        return { name in (try? pattern.wholeMatch(in: name)) != nil }
    }

    func updateTable(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try Self.refuse(input, "TransactionId", "ViewUpdateAction", "UpdateOpenTableFormatInput")
        let database = try Self.catalogName(input, "DatabaseName")
        let definition = try Self.requiredObject(input, "TableInput")
        let name = try Self.catalogName(definition, "Name")
        try await turnstile.turn {
            try await self.database(database, context)
            let existing = try await table(database, name, context)
            let version = Int(existing.string("VersionId") ?? "") ?? 0
            if let expected = input.string("VersionId"), expected != String(version) {
                throw AWSError(
                    "ConcurrentModificationException", "Update table failed due to concurrent modifications.")
            }
            var table = Self.table(definition, database, name, context)
            table["CreateTime"] = existing["CreateTime"]
            table["UpdateTime"] = .double(clock.now.seconds)
            table["VersionId"] = .string(String(version + 1))
            try await store.put(context.key("glue", "table", CatalogID.table(database, name)), .object(table))
        }
        return [:]
    }

    func deleteTable(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let database = try Self.catalogName(input, "DatabaseName")
        let name = try Self.catalogName(input, "Name")
        try await turnstile.turn { try await removeTable(database, name, context) }
        return [:]
    }

    func batchDeleteTable(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let database = try Self.catalogName(input, "DatabaseName")
        return try await turnstile.turn {
            try await self.database(database, context)
            var errors: [JSONValue] = []
            for name in input.strings("TablesToDelete") ?? [] {
                do {
                    try await removeTable(database, name.lowercased(), context)
                } catch let error as AWSError {
                    errors.append(["TableName": .string(name), "ErrorDetail": Self.detail(error)])
                }
            }
            return ["Errors": .array(errors)]
        }
    }

    private func removeTable(_ database: String, _ name: String, _ context: CallContext) async throws {
        _ = try await table(database, name, context)
        let partitions = try await store.list(context, "glue", "partition", prefix: CatalogID.prefix(database, name))
        try await store.commit(
            [.delete(context.key("glue", "table", CatalogID.table(database, name)))]
                + partitions.map { .delete($0.key) })
    }

    func table(_ database: String, _ name: String, _ context: CallContext) async throws -> JSONObject {
        let key = context.key("glue", "table", CatalogID.table(database, name))
        guard let table = try await store.get(key)?.objectValue else {
            try await self.database(database, context)
            throw Self.notFound("Table \(name) not found.")
        }
        return table
    }

    static func detail(_ error: AWSError) -> JSONValue {
        ["ErrorCode": .string(error.code), "ErrorMessage": .string(error.message)]
    }

    /// Members that ask for something that is not served: they are refused by name.
    static func refuse(_ input: JSONObject, _ members: String...) throws {
        if let member = members.first(where: { !(input[$0] ?? .null).isNull }) {
            throw invalid("\(member) is not served here.")
        }
    }
}
