import JSONModel
import ServicePorts

struct DatabaseKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] { ["glue:CreateDatabase"] }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        try await site.finds("glue", "GetDatabase", ["Name": .string(site.name)], otherwise: record != nil)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        try await site.call("glue", "CreateDatabase", ["DatabaseInput": input(site)])
        return Made()
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        try await site.call("glue", "UpdateDatabase", ["Name": .string(site.name), "DatabaseInput": input(site)])
        return Made()
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await site.remove("glue", "DeleteDatabase", ["Name": .string(record.physicalName)])
    }

    private func input(_ site: ResourceSite) -> JSONValue {
        .object(site.named("Name").merging(site.properties.object("DatabaseInput") ?? [:]))
    }
}

struct JobKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] { ["glue:CreateJob"] }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        try await site.finds("glue", "GetJob", ["JobName": .string(site.name)], otherwise: record != nil)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        try await site.call("glue", "CreateJob", site.named("Name").merging(site.properties))
        return Made()
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        let update = site.properties.without("Name")
        try await site.call("glue", "UpdateJob", ["JobName": .string(site.name), "JobUpdate": .object(update)])
        return Made()
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await site.remove("glue", "DeleteJob", ["JobName": .string(record.physicalName)])
    }
}

struct ConnectionKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] { ["glue:CreateConnection"] }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        try await site.finds("glue", "GetConnection", ["Name": .string(site.name)], otherwise: record != nil)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        try await site.call("glue", "CreateConnection", ["ConnectionInput": input(site)])
        return Made()
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        try await site.call("glue", "UpdateConnection", ["Name": .string(site.name), "ConnectionInput": input(site)])
        return Made()
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await site.remove("glue", "DeleteConnection", ["ConnectionName": .string(record.physicalName)])
    }

    private func input(_ site: ResourceSite) -> JSONValue {
        let given = site.properties.object("ConnectionInput") ?? [:]
        let base: JSONObject = ["Name": .string(site.name), "ConnectionProperties": [:]]
        return .object(base.merging(given))
    }
}
