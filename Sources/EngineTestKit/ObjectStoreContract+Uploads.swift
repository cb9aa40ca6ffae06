import Foundations
import JSONModel
import ServicePorts

extension ObjectStoreContract {
    private static func begin(_ id: String, _ key: String, at milliseconds: Int64 = 0, _ store: any ObjectStore)
        async throws
    {
        let upload = ObjectUpload(
            id: id, key: key, initiated: Timestamp(milliseconds: milliseconds), attributes: ["ContentType": "x"])
        try await store.createUpload(upload, in: "b")
    }

    private static func part(
        _ bytes: [UInt8], _ number: Int, of id: String, _ store: any ObjectStore
    ) async throws -> ObjectPart {
        let staged = try await store.stage(.bytes(bytes)) { _ in }
        return try await store.putPart(staged, number: number, upload: id, in: "b", attributes: ["n": "1"])
    }

    static var uploadChecks: [Check] {
        [
            Check(name: "parts become an object") { store in
                _ = try await store.createBucket("b")
                try await begin("u", "d/k", store)
                _ = try await part([9, 9], 2, of: "u", store)
                _ = try await part([1, 2], 1, of: "u", store)
                _ = try await part([3], 2, of: "u", store)
                let parts = try await store.parts(of: "u", in: "b")
                try require(parts.map(\.number) == [1, 2] && parts.map(\.size) == [2, 1], "the last part of a number")
                try require(parts.allSatisfy { $0.attributes == ["n": "1"] }, "attributes")
                try require(try await store.keys(in: "b").isEmpty, "no object before the end")
                let staged = try await store.assemble(parts, of: "u", in: "b")
                _ = try await store.put(staged, as: "d/k", in: "b", entityTag: "t-2", attributes: [:], if: nil)
                try await store.removeUpload("u", in: "b")
                try require(try await store.bytes(of: "d/k", in: "b") == [1, 2, 3], "bytes")
                try require(try await store.object("d/k", in: "b")?.entityTag == "t-2", "ETag")
                try await expectError(.noSuchUpload) { _ = try await store.parts(of: "u", in: "b") }
                try await expectError(.noSuchUpload) { try await store.removeUpload("u", in: "b") }
            },
            Check(name: "uploads are listed by key and moment") { store in
                _ = try await store.createBucket("b")
                try await begin("u1", "b", at: 2, store)
                try await begin("u2", "b", at: 1, store)
                try await begin("u3", "a", at: 3, store)
                try require(try await store.uploads(in: "b").map(\.id) == ["u3", "u2", "u1"], "order")
                try require(try await store.upload("u2", in: "b")?.attributes == ["ContentType": "x"], "attributes")
                try require(try await store.upload("../u2", in: "b") == nil, "no way out")
                try await expectError(.noSuchBucket) { _ = try await store.uploads(in: "none") }
                try await store.deleteBucket("b")
                _ = try await store.createBucket("b")
                try require(try await store.uploads(in: "b").isEmpty, "they end with their bucket")
            },
        ]
    }
}
