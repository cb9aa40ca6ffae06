public import Foundations
import JSONModel
public import ServicePorts

/// AWS IAM (API version 2010-05-08): roles, their inline and attached policies, and customer managed policies.
/// They are recorded; nothing is refused because of them yet. Policy documents are answered URL-encoded
/// (RFC 3986), as the API reference of `Role` and `GetRolePolicy` says and clients decode them.
///
/// Global: resources belong to an account, not to a region.
public final class IAMService: Service {
    typealias Operation = @Sendable (IAMService, ServiceRequest) async throws -> ServiceResponse

    public let name = "iam"
    public var operations: Set<String> { Set(Self.dispatch.keys) }

    let store: any ResourceStore
    let clock: any TimeSource
    let random: any RandomSource
    /// Orders the changes of roles and policies.
    let changes = Turnstile()

    public init(
        store: any ResourceStore, invoker: any ServiceInvoker, clock: any TimeSource, random: any RandomSource
    ) {
        self.store = store
        self.clock = clock
        self.random = random
    }

    public func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        guard let operation = Self.dispatch[request.operation] else {
            throw AWSError.unknownOperation(name, request.operation)
        }
        return try await operation(self, request)
    }

    private static let dispatch: [String: Operation] = [
        "CreateRole": { try await $0.createRole($1) },
        "GetRole": { try await $0.getRole($1) },
        "ListRoles": { try await $0.listRoles($1) },
        "DeleteRole": { try await $0.deleteRole($1) },
        "UpdateAssumeRolePolicy": { try await $0.updateAssumeRolePolicy($1) },
        "TagRole": { try await $0.tagRole($1) },
        "UntagRole": { try await $0.untagRole($1) },
        "ListRoleTags": { try await $0.listRoleTags($1) },
        "PutRolePolicy": { try await $0.putRolePolicy($1) },
        "GetRolePolicy": { try await $0.getRolePolicy($1) },
        "ListRolePolicies": { try await $0.listRolePolicies($1) },
        "DeleteRolePolicy": { try await $0.deleteRolePolicy($1) },
        "AttachRolePolicy": { try await $0.attachRolePolicy($1) },
        "DetachRolePolicy": { try await $0.detachRolePolicy($1) },
        "ListAttachedRolePolicies": { try await $0.listAttachedRolePolicies($1) },
        "CreatePolicy": { try await $0.createPolicy($1) },
        "GetPolicy": { try await $0.getPolicy($1) },
        "DeletePolicy": { try await $0.deletePolicy($1) },
    ]
}
