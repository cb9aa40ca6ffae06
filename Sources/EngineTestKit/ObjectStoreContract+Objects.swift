import JSONModel
import ServicePorts

extension ObjectStoreContract {
    static var bucketChecks: [Check] {
        [
            Check(name: "buckets are made once, listed by name, and removed when empty") { store in
                try await expectError(.noSuchBucket) { _ = try await store.object("a", in: "two") }
                try require(try await store.createBucket("two"), "created")
                try require(try await store.createBucket("one"), "created")
                try require(try await !store.createBucket("one"), "there already")
                try require(try await store.buckets().map(\.name) == ["one", "two"], "both listed")
                try await store.put([1], as: "a/b", in: "one")
                try await expectError(.bucketNotEmpty) { try await store.deleteBucket("one") }
                try await store.delete("a/b", in: "one", if: nil)
                try await store.deleteBucket("one")
                try require(try await !store.hasBucket("one"), "gone")
                try await expectError(.noSuchBucket) { try await store.deleteBucket("one") }
            },
            Check(name: "no bucket's name leads anywhere else") { store in
                for name in ["", ".", "..", ".objects", "a/b", "../x", "/tmp", "a\0b"] {
                    try require(try await !store.hasBucket(name), name)
                    try await expectError(.noSuchBucket) { try await store.put([1], as: "a", in: name) }
                    try await expectError(.noSuchBucket) { _ = try await store.list(name, ObjectQuery(limit: 1)) }
                    do {
                        _ = try await store.createBucket(name)
                        throw ContractViolation(description: "created \(name)")
                    } catch is ObjectStoreError {}
                }
            },
        ]
    }

    static var objectChecks: [Check] {
        [
            Check(name: "an object has its bytes, size, MD5 and attributes") { store in
                _ = try await store.createBucket("b")
                // RFC 1321, appendix A.5: MD5("abc").
                let put = try await store.put(
                    Array("abc".utf8), as: "k", in: "b", attributes: ["ContentType": "text/plain"])
                let found = try await store.object("k", in: "b")
                for object in [put, found] {
                    try require(object?.entityTag == "900150983cd24fb0d6963f7d28e17f72", "MD5")
                    try require(object?.size == 3, "size")
                    try require(object?.attributes == ["ContentType": "text/plain"], "attributes")
                }
                try require(try await store.bytes(of: "k", in: "b") == Array("abc".utf8), "bytes")
                try require(try await store.object("none", in: "b") == nil, "no other")
            },
            Check(name: "a put replaces all of an object") { store in
                _ = try await store.createBucket("b")
                let old = try await store.put([1, 2, 3], as: "k", in: "b", attributes: ["ContentType": "x"])
                let new = try await store.put([4], as: "k", in: "b")
                try require(old.version != new.version, "another version")
                try require(try await store.object("k", in: "b")?.attributes == [:], "no old attributes")
                try require(try await store.body(of: old, in: "b", offset: 0, count: 3) == nil, "no old bytes")
                try require(try await store.bytes(of: "k", in: "b") == [4], "new bytes")
            },
            Check(name: "ranges of small and large bodies") { store in
                _ = try await store.createBucket("b")
                let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
                let object = try await store.put(bytes, as: "k", in: "b")
                for (offset, count) in [(0, 1), (599_999, 1), (10, 300_000), (0, 600_000), (5, 0)] {
                    var read: [UInt8] = []
                    let body = try await store.body(of: object, in: "b", offset: offset, count: count)
                    let staged = try await store.stage(body ?? .none) { read += $0 }
                    await store.discard(staged)
                    try require(read == Array(bytes[offset..<(offset + count)]), "\(count) from \(offset)")
                }
            },
            Check(name: "a body that is cut short leaves the old object") { store in
                _ = try await store.createBucket("b")
                try await store.put([1], as: "k", in: "b")
                for count in [1, 3] {
                    let (stream, continuation) = PayloadStream.makeStream()
                    continuation.yield([2, 3])
                    continuation.finish()
                    try await expectError(.incompleteBody) {
                        _ = try await store.stage(.stream(stream, count: count)) { _ in }
                    }
                }
                try require(try await store.bytes(of: "k", in: "b") == [1], "old bytes")
            },
            Check(name: "conditions") { store in
                _ = try await store.createBucket("b")
                try await expectError(.conditionFailed) { try await store.put([1], as: "k", in: "b", if: .present) }
                let object = try await store.put([1], as: "k", in: "b", if: .absent)
                try await expectError(.conditionFailed) { try await store.put([2], as: "k", in: "b", if: .absent) }
                try await expectError(.conditionFailed) {
                    try await store.put([2], as: "k", in: "b", if: .entityTag("0"))
                }
                try require(try await store.bytes(of: "k", in: "b") == [1], "unchanged")
                try await store.put([2], as: "k", in: "b", if: .entityTag(object.entityTag))
                try await expectError(.conditionFailed) {
                    try await store.delete("k", in: "b", if: .entityTag(object.entityTag))
                }
                try require(try await store.delete("k", in: "b", if: .present), "deleted")
                try require(try await !store.delete("k", in: "b", if: nil), "gone")
            },
            Check(name: "of many puts that want to be the first, one is") { store in
                _ = try await store.createBucket("b")
                let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<16 {
                        group.addTask {
                            do {
                                try await store.put([UInt8(number)], as: "d/k", in: "b", if: .absent)
                                return true
                            } catch ObjectStoreError.conditionFailed {
                                return false
                            }
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                try require(winners == 1, "\(winners) winners")
            },
            Check(name: "readers see one object or the other, and never none") { store in
                _ = try await store.createBucket("b")
                try await store.put([0], as: "a", in: "b")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for round in 0..<20 {
                            try await store.put([UInt8](repeating: UInt8(round), count: 1 + round), as: "a", in: "b")
                            try await store.put([1], as: "a/b/c", in: "b")
                            try await store.delete("a/b/c", in: "b", if: nil)
                        }
                    }
                    group.addTask {
                        for _ in 0..<200 {
                            let object = try await store.object("a", in: "b")
                            try require(object != nil, "the object is always there")
                            guard let bytes = try await store.bytes(of: "a", in: "b") else { continue }
                            try require(bytes.allSatisfy { Int($0) + 1 == bytes.count }, "\(bytes) is whole")
                        }
                    }
                    try await group.waitForAll()
                }
            },
            Check(name: "puts and deletions side by side in one folder") { store in
                _ = try await store.createBucket("b")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<8 {
                        group.addTask {
                            let key = ["d", "d/e", "d/e/f", "d/"][number % 4] + (number < 4 ? "" : "x")
                            for _ in 0..<10 {
                                try await store.put([UInt8(number)], as: key, in: "b")
                                try require(try await store.delete(key, in: "b", if: nil), "\(key) was there")
                            }
                            try await store.put([UInt8(number)], as: key, in: "b")
                        }
                    }
                    try await group.waitForAll()
                }
                let keys = ["d", "d/", "d/e", "d/e/f", "d/e/fx", "d/ex", "d/x", "dx"]
                try require(try await store.keys(in: "b") == keys, "all are there")
            },
            Check(name: "attributes change without the bytes") { store in
                _ = try await store.createBucket("b")
                let put = try await store.put([1], as: "k", in: "b", attributes: ["ContentType": "x"])
                let changed = try await store.update("k", in: "b") { $0["TagSet"] = ["t"] }
                try require(changed?.version == put.version, "same version")
                let attributes = try await store.object("k", in: "b")?.attributes
                try require(attributes == ["ContentType": "x", "TagSet": ["t"]], "\(attributes ?? [:])")
                try require(try await store.update("none", in: "b") { _ in } == nil, "no such object")
            },
        ]
    }
}
