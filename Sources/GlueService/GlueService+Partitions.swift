import Foundations
import JSONModel
import ServicePorts

extension GlueService {
    func createPartition(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let place = try TablePlace(input)
        let definition = try Self.requiredObject(input, "PartitionInput")
        try await turnstile.turn {
            let table = try await table(place.database, place.table, context)
            try await store.commit([try await creation(definition, of: table, place, context)])
        }
        return [:]
    }

    /// Creates those it can; the others are told one by one.
    func batchCreatePartition(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let place = try TablePlace(input)
        return try await turnstile.turn {
            let table = try await table(place.database, place.table, context)
            var changes: [ResourceChange] = []
            var ids: Set<String> = []
            var errors: [JSONValue] = []
            for definition in (input.array("PartitionInputList") ?? []).compactMap(\.objectValue) {
                let values = definition.strings("Values") ?? []
                do {
                    guard ids.insert(CatalogID.partition(place.database, place.table, values)).inserted else {
                        throw Self.alreadyExists("Partition already exists.")
                    }
                    changes.append(try await creation(definition, of: table, place, context))
                } catch let error as AWSError {
                    errors.append(Self.partitionError(values, error))
                }
            }
            try await store.commit(changes)
            return ["Errors": .array(errors)]
        }
    }

    private func creation(
        _ definition: JSONObject, of table: JSONObject, _ place: TablePlace, _ context: CallContext
    ) async throws -> ResourceChange {
        let values = definition.strings("Values") ?? []
        guard values.count == table.array("PartitionKeys")?.count ?? 0, !values.isEmpty else {
            throw Self.invalid("The number of partition keys do not match the number of partition values")
        }
        let key = place.key(values, context)
        guard try await store.get(key) == nil else { throw Self.alreadyExists("Partition already exists.") }
        return .create(key, .object(partition(definition, place, created: clock.now.seconds, context)))
    }

    private func partition(
        _ definition: JSONObject, _ place: TablePlace, created: Double, _ context: CallContext
    ) -> JSONObject {
        definition.withoutNulls().merging([
            "DatabaseName": .string(place.database), "TableName": .string(place.table),
            "CreationTime": .double(created), "CatalogId": .string(context.account),
        ])
    }

    func getPartition(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let place = try TablePlace(input)
        _ = try await table(place.database, place.table, context)
        let partition = try await partition(input.strings("PartitionValues") ?? [], place, context)
        return ["Partition": .object(partition)]
    }

    private func partition(_ values: [String], _ place: TablePlace, _ context: CallContext) async throws -> JSONObject {
        guard let partition = try await store.get(place.key(values, context))?.objectValue else {
            throw Self.notFound("Cannot find partition.")
        }
        return partition
    }

    func getPartitions(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try Self.refuse(input, "TransactionId", "QueryAsOfTime", "Segment")
        let place = try TablePlace(input)
        let table = try await table(place.database, place.table, context)
        let predicate = try PartitionPredicate(input.string("Expression"), keys: table.array("PartitionKeys") ?? [])
        let page = Page(input)
        let all = try await store.list(
            context, "glue", "partition", prefix: CatalogID.prefix(place.database, place.table), after: page.after)
        let (found, token) = try page.cut(all.filter { try predicate.matches($0.value["Values"]?.arrayValue ?? []) })
        let partitions = found.map { resource -> JSONValue in
            guard input.bool("ExcludeColumnSchema") == true, var value = resource.value.objectValue,
                var descriptor = value.object("StorageDescriptor")
            else { return resource.value }
            descriptor.removeValue(forKey: "Columns")
            value["StorageDescriptor"] = .object(descriptor)
            return .object(value)
        }
        return JSONObject([("Partitions", .array(partitions)), ("NextToken", token.map(JSONValue.string) ?? .null)])
            .withoutNulls()
    }

    func updatePartition(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let place = try TablePlace(input)
        let old = input.strings("PartitionValueList") ?? []
        let definition = try Self.requiredObject(input, "PartitionInput")
        try await turnstile.turn {
            let table = try await table(place.database, place.table, context)
            let created = try await partition(old, place, context).double("CreationTime") ?? clock.now.seconds
            let new = definition.strings("Values") ?? old
            guard new.count == table.array("PartitionKeys")?.count ?? 0 else {
                throw Self.invalid("The number of partition keys do not match the number of partition values")
            }
            if new != old, try await store.get(place.key(new, context)) != nil {
                throw Self.alreadyExists("Partition already exists.")
            }
            var next = partition(definition, place, created: created, context)
            next["Values"] = .array(new.map(JSONValue.string))
            try await store.commit([.delete(place.key(old, context)), .put(place.key(new, context), .object(next))])
        }
        return [:]
    }

    func deletePartition(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let place = try TablePlace(input)
        let values = input.strings("PartitionValues") ?? []
        try await turnstile.turn {
            _ = try await table(place.database, place.table, context)
            _ = try await partition(values, place, context)
            try await store.delete(place.key(values, context))
        }
        return [:]
    }

    func batchDeletePartition(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let place = try TablePlace(input)
        return try await turnstile.turn {
            _ = try await table(place.database, place.table, context)
            var changes: [ResourceChange] = []
            var errors: [JSONValue] = []
            for values in (input.array("PartitionsToDelete") ?? []).map({ $0.objectValue?.strings("Values") ?? [] }) {
                do {
                    _ = try await partition(values, place, context)
                    changes.append(.delete(place.key(values, context)))
                } catch let error as AWSError {
                    errors.append(Self.partitionError(values, error))
                }
            }
            try await store.commit(changes)
            return ["Errors": .array(errors)]
        }
    }

    private static func partitionError(_ values: [String], _ error: AWSError) -> JSONValue {
        ["PartitionValues": .array(values.map(JSONValue.string)), "ErrorDetail": detail(error)]
    }
}

/// The table that a partition operation is about.
struct TablePlace: Sendable {
    var database: String
    var table: String

    init(_ input: JSONObject) throws {
        database = try GlueService.catalogName(input, "DatabaseName")
        table = try GlueService.catalogName(input, "TableName")
    }

    func key(_ values: [String], _ context: CallContext) -> ResourceKey {
        context.key("glue", "partition", CatalogID.partition(database, table, values))
    }
}
