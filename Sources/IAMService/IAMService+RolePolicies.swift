import JSONModel
import ServicePorts

extension IAMService {
    func putRolePolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let policy = try request.entityName("PolicyName", atMost: 128)
        let document = try PolicyDocument(request, "PolicyDocument")
        return try await change(request) { $0.policies[policy] = .string(document.text) }
    }

    func getRolePolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (name, policy) = (try request.roleName, request.input.string("PolicyName") ?? "")
        guard let text = try await role(name, request.context).policies.string(policy) else {
            throw Self.noRolePolicy(policy)
        }
        return ServiceResponse([
            "RoleName": .string(name), "PolicyName": .string(policy),
            "PolicyDocument": .string(PolicyDocument.urlEncoded(text)),
        ])
    }

    func listRolePolicies(_ request: ServiceRequest) async throws -> ServiceResponse {
        let names = try await role(try request.roleName, request.context).policies.keys.sorted()
        return ServiceResponse(Page(request.input).output("PolicyNames", names, id: { $0 }) { .string($0) })
    }

    func deleteRolePolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let policy = request.input.string("PolicyName") ?? ""
        return try await change(request) { record in
            guard record.policies.removeValue(forKey: policy) != nil else { throw Self.noRolePolicy(policy) }
        }
    }

    /// AWS's own policies (`arn:aws:iam::aws:policy/…`) are taken as existing: they are named, not stored here.
    func attachRolePolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let arn = request.input.string("PolicyArn") ?? ""
        let isManagedByAWS = arn.hasPrefix("arn:aws:iam::aws:policy/")
        return try await change(request) { record in
            if !isManagedByAWS { _ = try await policy(arn, request.context) }
            record.attached[arn] = .string(Self.policyName(arn))
        }
    }

    func detachRolePolicy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let arn = request.input.string("PolicyArn") ?? ""
        return try await change(request) { record in
            guard record.attached.removeValue(forKey: arn) != nil else {
                throw AWSError.noSuchEntity("Policy \(arn) was not found.")
            }
        }
    }

    func listAttachedRolePolicies(_ request: ServiceRequest) async throws -> ServiceResponse {
        let prefix = request.input.string("PathPrefix") ?? "/"
        let attached = try await role(try request.roleName, request.context).attached
            .filter { Self.policyPath($0.key).hasPrefix(prefix) }.sorted { $0.key < $1.key }
        return ServiceResponse(
            Page(request.input).output("AttachedPolicies", attached, id: \.key) {
                ["PolicyName": $0.value, "PolicyArn": .string($0.key)]
            })
    }

    private static func noRolePolicy(_ policy: String) -> AWSError {
        .noSuchEntity("The role policy with name \(policy) cannot be found.")
    }

    private static func policyName(_ arn: String) -> String {
        arn.split(separator: "/").last.map(String.init) ?? arn
    }

    /// `/service-role/` of `arn:aws:iam::aws:policy/service-role/NAME`
    private static func policyPath(_ arn: String) -> String {
        let parts = arn.split(separator: "/", omittingEmptySubsequences: false).dropFirst().dropLast()
        return "/" + parts.map { $0 + "/" }.joined()
    }
}
