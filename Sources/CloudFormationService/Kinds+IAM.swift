import JSONModel
import ServicePorts

struct RoleKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] {
        ["iam:CreateRole"] + (policies(properties).isEmpty ? [] : ["iam:PutRolePolicy"])
            + (managed(properties).isEmpty ? [] : ["iam:AttachRolePolicy"])
    }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        try await site.finds("iam", "GetRole", ["RoleName": .string(site.name)], otherwise: record != nil)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        var input = site.properties.only("Path", "Description", "MaxSessionDuration")
        input["RoleName"] = .string(site.name)
        input["AssumeRolePolicyDocument"] = trust(site)
        let role = try await site.call("iam", "CreateRole", input).object("Role")
        return try await finish(site, roleID: role?.string("RoleId"), known: nil)
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        let name = JSONValue.string(site.name)
        if record == nil || record?.details["Trust"] != .string(digest(trust(site))) {
            try await site.call(
                "iam", "UpdateAssumeRolePolicy", ["RoleName": name, "PolicyDocument": trust(site)])
        }
        let settings = site.properties.only("Description", "MaxSessionDuration")
        if let record, record.details.object("Settings") != settings {
            try await site.call("iam", "UpdateRole", site.named("RoleName").merging(settings))
        }
        let output = try await site.call("iam", "GetRole", ["RoleName": name])
        return try await finish(site, roleID: output["Role"]?["RoleId"]?.stringValue, known: record)
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        let name = JSONValue.string(record.physicalName)
        for policy in (record.details.object("Inline") ?? [:]).keys {
            try await site.remove("iam", "DeleteRolePolicy", ["RoleName": name, "PolicyName": .string(policy)])
        }
        for arn in record.details.strings("Managed") ?? [] {
            try await site.remove("iam", "DetachRolePolicy", ["RoleName": name, "PolicyArn": .string(arn)])
        }
        try await site.remove("iam", "DeleteRole", ["RoleName": name])
    }

    private func trust(_ site: ResourceSite) -> JSONValue { text(site.properties["AssumeRolePolicyDocument"]) }
    private func digest(_ text: JSONValue) -> String { Digest.sha256(text.serializedBytes()) }
    private func managed(_ properties: JSONObject) -> [String] { properties.strings("ManagedPolicyArns") ?? [] }

    private func policies(_ properties: JSONObject) -> [(name: String, document: JSONValue)] {
        (properties.array("Policies") ?? []).compactMap { policy in
            policy["PolicyName"]?.stringValue.map { ($0, text(policy["PolicyDocument"])) }
        }
    }
}

// A role's policies.
extension RoleKind {
    private func finish(
        _ site: ResourceSite, roleID: String?, known: StackResource?
    ) async throws(AWSError) -> Made {
        let inline = try await putPolicies(site, known?.details.object("Inline") ?? [:])
        try await attach(site, Set(known?.details.strings("Managed") ?? []))
        return Made(
            attributes: roleID.map { ["RoleId": $0] } ?? [:],
            details: [
                "Trust": .string(digest(trust(site))), "Inline": .object(inline),
                "Managed": .array(managed(site.properties).map { .string($0) }),
                "Settings": .object(site.properties.only("Description", "MaxSessionDuration")),
            ])
    }

    /// Policy name → digest of its document.
    private func putPolicies(_ site: ResourceSite, _ known: JSONObject) async throws(AWSError) -> JSONObject {
        let name = JSONValue.string(site.name)
        var inline = JSONObject()
        for (policy, document) in policies(site.properties) {
            inline[policy] = .string(digest(document))
            guard known[policy] != inline[policy] else { continue }
            try await site.call(
                "iam", "PutRolePolicy",
                ["RoleName": name, "PolicyName": .string(policy), "PolicyDocument": document])
        }
        for policy in known.keys where inline[policy] == nil {
            try await site.remove("iam", "DeleteRolePolicy", ["RoleName": name, "PolicyName": .string(policy)])
        }
        return inline
    }

    private func attach(_ site: ResourceSite, _ known: Set<String>) async throws(AWSError) {
        let name = JSONValue.string(site.name)
        let wanted = managed(site.properties)
        for arn in wanted where !known.contains(arn) {
            try await site.call("iam", "AttachRolePolicy", ["RoleName": name, "PolicyArn": .string(arn)])
        }
        for arn in known.subtracting(wanted).sorted() {
            try await site.remove("iam", "DetachRolePolicy", ["RoleName": name, "PolicyArn": .string(arn)])
        }
    }
}

/// A policy document as IAM takes it: JSON text.
private func text(_ document: JSONValue?) -> JSONValue {
    guard let document else { return "" }
    return document.stringValue == nil ? .string(document.serialized()) : document
}

struct InlinePolicyKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] { ["iam:PutRolePolicy"] }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool { record != nil }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        for role in site.properties.strings("Roles") ?? [] {
            let input: JSONObject = [
                "RoleName": .string(role), "PolicyName": site.properties["PolicyName"] ?? "",
                "PolicyDocument": text(site.properties["PolicyDocument"]),
            ]
            try await site.call("iam", "PutRolePolicy", input)
        }
        return Made(details: site.properties.only("PolicyName", "Roles"))
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        let made = try await create(site)
        if let record, record.details != made.details {
            let kept = record.details["PolicyName"] == made.details["PolicyName"] ? made.details.strings("Roles") : nil
            try await delete(record, site, except: Set(kept ?? []))
        }
        return made
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await delete(record, site, except: [])
    }

    private func delete(
        _ record: StackResource, _ site: ResourceSite, except kept: Set<String>
    ) async throws(AWSError) {
        for role in record.details.strings("Roles") ?? [] where !kept.contains(role) {
            let input: JSONObject = ["RoleName": .string(role), "PolicyName": record.details["PolicyName"] ?? ""]
            try await site.remove("iam", "DeleteRolePolicy", input)
        }
    }
}

struct ManagedPolicyKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] {
        ["iam:CreatePolicy"] + (properties.array("Roles") == nil ? [] : ["iam:AttachRolePolicy"])
    }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        let input: JSONObject = ["PolicyArn": .string(site.reference ?? "")]
        return try await site.finds("iam", "GetPolicy", input, otherwise: record != nil)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        var input = site.properties.only("Path", "Description")
        input["PolicyName"] = .string(site.name)
        input["PolicyDocument"] = text(site.properties["PolicyDocument"])
        try await site.call("iam", "CreatePolicy", input)
        return try await attach(site, [])
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        let input: JSONObject = [
            "PolicyArn": .string(site.reference ?? ""), "PolicyDocument": text(site.properties["PolicyDocument"]),
            "SetAsDefault": true,
        ]
        try await site.call("iam", "CreatePolicyVersion", input)
        return try await attach(site, record?.details.strings("Roles") ?? [])
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        let arn = JSONValue.string(record.reference)
        for role in record.details.strings("Roles") ?? [] {
            try await site.remove("iam", "DetachRolePolicy", ["RoleName": .string(role), "PolicyArn": arn])
        }
        try await site.remove("iam", "DeletePolicy", ["PolicyArn": arn])
    }

    private func attach(_ site: ResourceSite, _ known: [String]) async throws(AWSError) -> Made {
        let arn = JSONValue.string(site.reference ?? "")
        let wanted = site.properties.strings("Roles") ?? []
        for role in wanted where !known.contains(role) {
            try await site.call("iam", "AttachRolePolicy", ["RoleName": .string(role), "PolicyArn": arn])
        }
        for role in known where !wanted.contains(role) {
            try await site.remove("iam", "DetachRolePolicy", ["RoleName": .string(role), "PolicyArn": arn])
        }
        return Made(details: ["Roles": .array(wanted.map { .string($0) })])
    }
}
