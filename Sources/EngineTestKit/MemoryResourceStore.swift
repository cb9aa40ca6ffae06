public import JSONModel
public import ServicePorts
import Synchronization

/// A ``ResourceStore`` in memory.
public final class MemoryResourceStore: ResourceStore {
    private let resources = Mutex<[ResourceKey: JSONValue]>([:])

    public init() {}

    public func get(_ key: ResourceKey) async throws -> JSONValue? { resources.withLock { $0[key] } }

    public func list(
        scope: String, service: String, kind: String, prefix: String, after: String?, limit: Int?
    ) async throws -> [Resource] {
        let found = try await all(service: service, kind: kind).filter { resource in
            let key = resource.key
            return key.scope == scope && key.id.hasPrefix(prefix) && (after == nil || key.id > after ?? "")
        }
        return limit.map { Array(found.prefix($0)) } ?? found
    }

    public func all(service: String, kind: String) async throws -> [Resource] {
        resources.withLock { $0.filter { $0.key.service == service && $0.key.kind == kind } }
            .map { Resource(key: $0.key, value: $0.value) }
            .sorted { ($0.key.scope, $0.key.id) < ($1.key.scope, $1.key.id) }
    }

    public func commit(_ changes: [ResourceChange]) async throws {
        try resources.withLock { resources in
            var next = resources
            for change in changes {
                switch change {
                case .create(let key, let value):
                    guard next[key] == nil else { throw ResourceExists(key: key) }
                    next[key] = value
                case .put(let key, let value): next[key] = value
                case .delete(let key): next[key] = nil
                }
            }
            resources = next
        }
    }
}
