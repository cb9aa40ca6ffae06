import JSONModel
public import ServicePorts

/// What every ``ResourceStore`` does. Each check throws ``ContractBroken`` where it does not.
public struct ResourceStoreContract: Sendable {
    let store: any ResourceStore

    public init(_ store: any ResourceStore) { self.store = store }

    /// All checks; needs an empty store.
    public func check() async throws {
        try await createsOnce()
        try await commitsAllOrNothing()
        try await listsInOrder()
        try await deletes()
    }

    private func key(_ id: String, scope: String = "1/r", kind: String = "kind") -> ResourceKey {
        ResourceKey(scope: scope, service: "contract", kind: kind, id: id)
    }

    private func createsOnce() async throws {
        try await store.create(key("once"), ["n": 1])
        do {
            try await store.create(key("once"), ["n": 2])
            throw ContractBroken("a second create of one key went through")
        } catch is ResourceExists {}
        try await expect(try await store.get(key("once")) == ["n": 1], "the first create stands")
        try await store.put(key("once"), ["n": 3])
        try await expect(try await store.get(key("once")) == ["n": 3], "put replaces")
        try await expect(try await store.get(key("once", scope: "2/r")) == nil, "scopes are apart")
    }

    private func commitsAllOrNothing() async throws {
        do {
            try await store.commit([.put(key("half"), 1), .create(key("once"), 2)])
            throw ContractBroken("a commit with a taken key went through")
        } catch is ResourceExists {}
        try await expect(try await store.get(key("half")) == nil, "nothing of a failed commit is stored")
    }

    private func listsInOrder() async throws {
        let ids = ["b/2", "b/10", "a", "b/1", "c", "B", "b", "b/é", "b/~"]
        for id in ids { try await store.put(key(id, kind: "list"), .string(id)) }
        func list(_ prefix: String, _ after: String? = nil, _ limit: Int? = nil) async throws -> [String] {
            try await store.list(
                scope: "1/r", service: "contract", kind: "list", prefix: prefix, after: after, limit: limit
            ).map(\.key.id)
        }
        let sorted = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        try await expect(try await list("") == sorted, "ids ascend in UTF-8 order")
        let within = sorted.filter { $0.hasPrefix("b/") }
        try await expect(try await list("b/") == within, "a prefix selects")
        try await expect(try await list("b/", within[1]) == Array(within.dropFirst(2)), "after is exclusive")
        try await expect(try await list("b/", nil, 2) == Array(within.prefix(2)), "limit cuts")
        let all = try await store.all(service: "contract", kind: "list").map(\.key.id)
        try await expect(all == sorted, "all gives every scope's")
    }

    private func deletes() async throws {
        try await store.delete(key("once"))
        try await store.delete(key("once"))
        try await expect(try await store.get(key("once")) == nil, "what is deleted is gone")
    }

    private func expect(_ isTrue: @autoclosure () async throws -> Bool, _ what: String) async throws {
        guard try await isTrue() else { throw ContractBroken(what) }
    }
}

/// A contract that an implementation does not keep.
public struct ContractBroken: Error, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}
