import JSONModel
import ServicePorts

struct FunctionKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] { ["lambda:CreateFunction"] }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        try await site.finds("lambda", "GetFunction", ["FunctionName": .string(site.name)], otherwise: record != nil)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        var input = site.properties.without("Code")
        input["FunctionName"] = .string(site.name)
        input["Code"] = .object(code(site))
        try await site.call("lambda", "CreateFunction", input)
        return made(site)
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        let made = made(site)
        if record == nil || record?.details["CodeSha256"] != made.details["CodeSha256"] {
            let input: JSONObject = ["FunctionName": .string(site.name)]
            try await site.call("lambda", "UpdateFunctionCode", input.merging(code(site)))
        }
        if record == nil || record?.details["Configuration"] != made.details["Configuration"] {
            try await site.call("lambda", "UpdateFunctionConfiguration", configuration(site))
        }
        return made
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await site.remove("lambda", "DeleteFunction", ["FunctionName": .string(record.physicalName)])
    }

    private func code(_ site: ResourceSite) -> JSONObject {
        if let archive = site.archive { return ["ZipFile": .string(archive.base64)] }
        return site.properties.object("Code") ?? [:]
    }

    /// All of a function's settings, with Lambda's defaults for those the template no longer has.
    private func configuration(_ site: ResourceSite) -> JSONObject {
        let defaults: JSONObject = [
            "FunctionName": .string(site.name), "Description": "", "Timeout": 3, "MemorySize": 128,
            "Environment": ["Variables": [:]],
        ]
        return defaults.merging(
            site.properties.only("Role", "Handler", "Runtime", "Description", "Timeout", "MemorySize", "Environment"))
    }

    private func made(_ site: ResourceSite) -> Made {
        let code = site.archive?.sha256 ?? Digest.sha256(JSONValue.object(self.code(site)).serializedBytes())
        let settings = Digest.sha256(JSONValue.object(configuration(site)).serializedBytes())
        return Made(details: ["CodeSha256": .string(code), "Configuration": .string(settings)])
    }
}

struct PermissionKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] { ["lambda:AddPermission"] }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool { record != nil }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        let input: JSONObject = ["StatementId": .string(site.name)]
        try await site.call("lambda", "AddPermission", input.merging(site.properties))
        return Made(details: site.properties.only("FunctionName"))
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        if let record { try await delete(record, site) }
        return try await create(site)
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        let input: JSONObject = ["StatementId": .string(record.physicalName)]
        try await site.remove("lambda", "RemovePermission", input.merging(record.details.only("FunctionName")))
    }
}
