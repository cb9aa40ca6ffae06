public import JSONModel

/// Where a resource stands: service, kind and id within an account and region (`scope`).
public struct ResourceKey: Sendable, Hashable {
    /// `ACCOUNT/REGION`; `ACCOUNT` alone for global services.
    public var scope: String
    /// `glue`
    public var service: String
    /// `job`, `jobRun`
    public var kind: String
    public var id: String

    public init(scope: String, service: String, kind: String, id: String) {
        self.scope = scope
        self.service = service
        self.kind = kind
        self.id = id
    }
}

extension CallContext {
    public func key(_ service: String, _ kind: String, _ id: String) -> ResourceKey {
        ResourceKey(scope: "\(account)/\(region)", service: service, kind: kind, id: id)
    }
}

public enum ResourceChange: Sendable {
    /// Fails the whole commit with ``ResourceExists`` where the key is taken.
    case create(ResourceKey, JSONValue)
    case put(ResourceKey, JSONValue)
    case delete(ResourceKey)
}

public struct ResourceExists: Error, Sendable, Hashable {
    public var key: ResourceKey
    public init(key: ResourceKey) { self.key = key }
}

public struct Resource: Sendable, Hashable {
    public var key: ResourceKey
    public var value: JSONValue
    public init(key: ResourceKey, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

/// The durable store of the services' resources: one JSON document a resource.
///
/// A service is the only writer of its own resources and orders its own read-modify-write (it is an actor, or
/// keeps a lock per resource). The contract suite `ResourceStoreContract` of EngineTestKit says the rest.
public protocol ResourceStore: Sendable {
    func get(_ key: ResourceKey) async throws -> JSONValue?

    /// Resources of one kind whose id begins with `prefix` and is greater than `after`, ascending by id (UTF-8 order).
    func list(
        scope: String, service: String, kind: String, prefix: String, after: String?, limit: Int?
    ) async throws -> [Resource]

    /// The number of resources of one kind whose id begins with `prefix`.
    func count(scope: String, service: String, kind: String, prefix: String) async throws -> Int

    /// Resources of one kind in every account and region (what a service reads when it starts).
    func all(service: String, kind: String) async throws -> [Resource]

    /// Durable when it returns: all changes, or none.
    func commit(_ changes: [ResourceChange]) async throws
}

extension ResourceStore {
    public func count(scope: String, service: String, kind: String, prefix: String) async throws -> Int {
        try await list(scope: scope, service: service, kind: kind, prefix: prefix, after: nil, limit: nil).count
    }

    public func count(
        _ context: CallContext, _ service: String, _ kind: String, prefix: String = ""
    ) async throws -> Int {
        try await count(scope: "\(context.account)/\(context.region)", service: service, kind: kind, prefix: prefix)
    }

    public func list(
        _ context: CallContext, _ service: String, _ kind: String, prefix: String = "", after: String? = nil,
        limit: Int? = nil
    ) async throws -> [Resource] {
        try await list(
            scope: "\(context.account)/\(context.region)", service: service, kind: kind, prefix: prefix, after: after,
            limit: limit)
    }

    public func put(_ key: ResourceKey, _ value: JSONValue) async throws { try await commit([.put(key, value)]) }
    public func create(_ key: ResourceKey, _ value: JSONValue) async throws { try await commit([.create(key, value)]) }
    public func delete(_ key: ResourceKey) async throws { try await commit([.delete(key)]) }
}
