import Foundations
import JSONModel
import ServicePorts

/// Customer managed policies, with one version (`v1`).
extension IAMService {
    func createPolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (input, context) = (request.input, request.context)
        let name = try request.entityName("PolicyName", atMost: 128)
        let path = try request.path()
        let document = try PolicyDocument(request, "PolicyDocument")
        let arn = context.iamARN("policy", path, name)
        let now = JSONValue.double(clock.now.seconds)
        var policy: JSONObject = [
            "PolicyName": .string(name), "PolicyId": .string(random.identifier("ANPA")), "Arn": .string(arn),
            "Path": .string(path), "DefaultVersionId": "v1", "IsAttachable": true, "CreateDate": now, "UpdateDate": now,
        ]
        if let description = input.string("Description") { policy["Description"] = .string(description) }
        if let tags = input.array("Tags"), !tags.isEmpty { policy["Tags"] = .array(tags) }
        let value: JSONValue = ["Policy": .object(policy), "Document": .string(document.text)]
        // A policy's name is its own in the account, whatever its path.
        try await changes.turn {
            let taken = try await policies(context).contains { $0.value["Policy"]?["PolicyName"]?.stringValue == name }
            let message = "A policy called \(name) already exists. Duplicate names are not allowed."
            guard !taken else { throw AWSError.exists(message) }
            try await create(value, context.iamKey("policy", arn), message)
        }
        policy["Description"] = nil
        return ServiceResponse(["Policy": .object(policy.merging(["AttachmentCount": 0]))])
    }

    func getPolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let arn = request.input.string("PolicyArn") ?? ""
        var policy = try await policy(arn, request.context)
        policy["AttachmentCount"] = .int(try await roles(with: arn, request.context))
        return ServiceResponse(["Policy": .object(policy)])
    }

    func deletePolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let arn = request.input.string("PolicyArn") ?? ""
        return try await changes.turn {
            _ = try await policy(arn, request.context)
            guard try await roles(with: arn, request.context) == 0 else {
                throw AWSError.deleteConflict("Cannot delete a policy attached to entities.")
            }
            try await store.delete(request.context.iamKey("policy", arn))
            return ServiceResponse()
        }
    }

    func policy(_ arn: String, _ context: CallContext) async throws -> JSONObject {
        guard let value = try await store.get(context.iamKey("policy", arn)), let policy = value["Policy"]?.objectValue
        else {
            throw AWSError.noSuchEntity("Policy \(arn) does not exist or is not attachable.")
        }
        return policy
    }

    private func policies(_ context: CallContext) async throws -> [Resource] {
        try await store.list(
            scope: context.account, service: "iam", kind: "policy", prefix: "", after: nil, limit: nil)
    }

    private func roles(with arn: String, _ context: CallContext) async throws -> Int {
        try await store.list(
            scope: context.account, service: "iam", kind: "role", prefix: "", after: nil, limit: nil
        ).filter { $0.value["Attached"]?[arn] != nil }.count
    }
}
