public import JSONModel
public import ServicePorts

/// What every ``ObjectStore`` does. Each check begins with an empty store and throws ``ContractViolation`` where it
/// finds something else.
public struct ObjectStoreContract: Sendable {
    public struct Check: Sendable, CustomStringConvertible {
        public var name: String
        public var run: @Sendable (any ObjectStore) async throws -> Void
        public var description: String { name }
    }

    /// All checks, for a parameterised test.
    public static var checks: [Check] { bucketChecks + objectChecks + listingChecks + uploadChecks }
}

public struct ContractViolation: Error, CustomStringConvertible {
    public var description: String
}

func require(_ condition: Bool, _ what: @autoclosure () -> String, line: Int = #line) throws {
    guard condition else { throw ContractViolation(description: "line \(line): \(what())") }
}

func expectError(
    _ expected: ObjectStoreError, line: Int = #line, _ body: () async throws -> Void
) async throws {
    do {
        try await body()
    } catch let error as ObjectStoreError {
        return try require(error == expected, "\(error) instead of \(expected)", line: line)
    }
    throw ContractViolation(description: "line \(line): no error instead of \(expected)")
}

extension ObjectStore {
    /// Puts bytes whole.
    @discardableResult
    public func put(
        _ bytes: [UInt8], as key: String, in bucket: String, attributes: JSONObject = [:],
        if condition: WriteCondition? = nil
    ) async throws -> StoredObject {
        let staged = try await stage(.bytes(bytes)) { _ in }
        return try await put(staged, as: key, in: bucket, entityTag: nil, attributes: attributes, if: condition)
    }

    /// All bytes of an object; nil where there is none.
    public func bytes(of key: String, in bucket: String) async throws -> [UInt8]? {
        guard let object = try await object(key, in: bucket) else { return nil }
        guard let body = try await body(of: object, in: bucket, offset: 0, count: object.size) else { return nil }
        var bytes: [UInt8] = []
        let staged = try await stage(body) { bytes += $0 }
        await discard(staged)
        return bytes
    }

    /// All keys, page by page.
    public func keys(in bucket: String, prefix: String = "", pageSize: Int = 1000) async throws -> [String] {
        var keys: [String] = []
        var start: ObjectQuery.Position?
        repeat {
            let page = try await list(bucket, ObjectQuery(prefix: prefix, start: start, limit: pageSize))
            keys += page.objects.map(\.key)
            start = page.next
        } while start != nil
        return keys
    }
}
