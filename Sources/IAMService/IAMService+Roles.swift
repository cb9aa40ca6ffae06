import Foundations
import JSONModel
import ServicePorts

extension IAMService {
    private static let mostTags = 50

    func createRole(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (input, context) = (request.input, request.context)
        let name = try request.roleName
        let path = try request.path()
        let trust = try PolicyDocument(request, "AssumeRolePolicyDocument").text
        let duration = input.int("MaxSessionDuration") ?? 3600
        guard (3600...43_200).contains(duration) else {
            throw AWSError.invalidInput("MaxSessionDuration must be between 3600 and 43200 seconds.")
        }
        var role: JSONObject = [
            "Path": .string(path), "RoleName": .string(name), "RoleId": .string(random.identifier("AROA")),
            "Arn": .string(context.iamARN("role", path, name)), "CreateDate": .double(clock.now.seconds),
            "MaxSessionDuration": .int(duration),
        ]
        if let description = input.string("Description") { role["Description"] = .string(description) }
        if let boundary = input.string("PermissionsBoundary") {
            role["PermissionsBoundary"] = [
                "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": .string(boundary),
            ]
        }
        let record = RoleRecord(role: role, trust: trust, tags: try input.tags())
        try await create(record.value, context.iamKey("role", name), "Role with name \(name) already exists.")
        return ServiceResponse(["Role": .object(record.description)])
    }

    func getRole(_ request: ServiceRequest) async throws -> ServiceResponse {
        let record = try await role(try request.roleName, request.context)
        return ServiceResponse(["Role": .object(record.description)])
    }

    func listRoles(_ request: ServiceRequest) async throws -> ServiceResponse {
        let prefix = request.input.string("PathPrefix") ?? "/"
        let found = try await store.list(
            scope: request.context.account, service: "iam", kind: "role", prefix: "", after: nil, limit: nil)
        let roles = found.compactMap { RoleRecord($0.value) }
            .filter { $0.role.string("Path")?.hasPrefix(prefix) == true }
        return ServiceResponse(
            Page(request.input).output("Roles", roles, id: { $0.role.string("RoleName") ?? "" }) {
                .object($0.summary)
            })
    }

    func deleteRole(_ request: ServiceRequest) async throws -> ServiceResponse {
        let name = try request.roleName
        return try await changes.turn {
            let record = try await role(name, request.context)
            guard record.attached.isEmpty else {
                throw AWSError.deleteConflict("Cannot delete entity, must detach all policies first.")
            }
            guard record.policies.isEmpty else {
                throw AWSError.deleteConflict("Cannot delete entity, must delete policies first.")
            }
            try await store.delete(request.context.iamKey("role", name))
            return ServiceResponse()
        }
    }

    func updateAssumeRolePolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let document = try PolicyDocument(request, "PolicyDocument")
        return try await change(request) { $0.trust = document.text }
    }

    func tagRole(_ request: ServiceRequest) async throws -> ServiceResponse {
        let tags = try request.input.tags()
        return try await change(request) { record in
            record.tags.merge(tags)
            guard record.tags.count <= Self.mostTags else {
                throw AWSError(
                    "LimitExceededException",
                    "The number of tags has reached the maximum limit of \(Self.mostTags) tags.")
            }
        }
    }

    func untagRole(_ request: ServiceRequest) async throws -> ServiceResponse {
        try await change(request) { record in
            for key in request.input.strings("TagKeys") ?? [] { record.tags.removeValue(forKey: key) }
        }
    }

    func listRoleTags(_ request: ServiceRequest) async throws -> ServiceResponse {
        let tags = try await role(try request.roleName, request.context).tags.sorted { $0.key < $1.key }
        return ServiceResponse(
            Page(request.input).output("Tags", tags, id: \.key) { ["Key": .string($0.key), "Value": $0.value] })
    }

    func create(_ value: JSONValue, _ key: ResourceKey, _ taken: String) async throws {
        do {
            try await store.create(key, value)
        } catch is ResourceExists {
            throw AWSError.exists(taken)
        }
    }
}
