import JSONModel
import ServicePorts

/// A role as it is stored.
struct RoleRecord {
    /// The members of `Role` that stay, without the trust policy and the tags.
    var role: JSONObject
    /// The trust policy's text.
    var trust: String
    var tags: JSONObject
    /// Inline policies: name → text.
    var policies: JSONObject
    /// Attached policies: ARN → name.
    var attached: JSONObject

    init(role: JSONObject, trust: String, tags: JSONObject) {
        self.role = role
        self.trust = trust
        self.tags = tags
        policies = [:]
        attached = [:]
    }

    init?(_ value: JSONValue) {
        guard let role = value["Role"]?.objectValue, let trust = value["Trust"]?.stringValue else { return nil }
        self.init(role: role, trust: trust, tags: value["Tags"]?.objectValue ?? [:])
        policies = value["Policies"]?.objectValue ?? [:]
        attached = value["Attached"]?.objectValue ?? [:]
    }

    var value: JSONValue {
        [
            "Role": .object(role), "Trust": .string(trust), "Tags": .object(tags), "Policies": .object(policies),
            "Attached": .object(attached),
        ]
    }

    /// The role as `GetRole` shows it.
    var description: JSONObject {
        var result = role
        result["AssumeRolePolicyDocument"] = .string(PolicyDocument.urlEncoded(trust))
        if !tags.isEmpty { result["Tags"] = tagList }
        return result
    }

    /// The role as `ListRoles` shows it: without its tags.
    var summary: JSONObject {
        var result = description
        result["Tags"] = nil
        return result
    }

    var tagList: JSONValue {
        .array(tags.map { ["Key": .string($0.key), "Value": $0.value] })
    }
}

extension JSONObject {
    /// The tags of a list of `Key` and `Value`, by key.
    func tags(_ member: String = "Tags") throws(AWSError) -> JSONObject {
        var result: JSONObject = [:]
        for tag in array(member) ?? [] {
            guard let key = tag["Key"]?.stringValue, result[key] == nil else {
                throw .invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
            }
            result[key] = tag["Value"] ?? ""
        }
        return result
    }
}

extension IAMService {
    func role(_ name: String, _ context: CallContext) async throws -> RoleRecord {
        guard let value = try await store.get(context.iamKey("role", name)), let record = RoleRecord(value) else {
            throw AWSError.noSuchEntity("The role with name \(name) cannot be found.")
        }
        return record
    }

    /// Changes a role, in turn.
    func change(_ request: ServiceRequest, _ body: (inout RoleRecord) async throws -> Void) async throws
        -> ServiceResponse
    {
        let name = try request.roleName
        return try await changes.turn {
            var record = try await role(name, request.context)
            try await body(&record)
            try await store.put(request.context.iamKey("role", name), record.value)
            return ServiceResponse()
        }
    }
}
