import Foundations
import ServicePorts

extension ObjectStoreContract {
    static var listingChecks: [Check] {
        [
            Check(name: "keys that are each other's folders") { store in
                _ = try await store.createBucket("b")
                let keys = ["a/b/c", "a", "a/b", "a/", "a//", "a//x", "/", "a-b", "a.b", "a0"]
                for (number, key) in keys.enumerated() { try await store.put([UInt8(number)], as: key, in: "b") }
                try require(try await store.keys(in: "b") == sorted(keys), "listed in order")
                for (number, key) in keys.enumerated() {
                    try require(try await store.bytes(of: key, in: "b") == [UInt8(number)], key)
                    try await store.delete(key, in: "b", if: nil)
                    let left = sorted(Array(keys[(number + 1)...]))
                    try require(try await store.keys(in: "b") == left, "after deletion of \(key)")
                }
                try await store.deleteBucket("b")
            },
            Check(name: "two spellings of one character are two keys") { store in
                _ = try await store.createBucket("b")
                try await store.put([1], as: "é", in: "b")
                try await store.put([2], as: "e\u{301}", in: "b")
                try require(try await store.bytes(of: "é", in: "b") == [1], "composed")
                try require(try await store.bytes(of: "e\u{301}", in: "b") == [2], "decomposed")
                try require(
                    try await store.keys(in: "b").map { Array($0.utf8) } == [[101, 204, 129], [195, 169]], "both")
            },
            Check(name: "awkward keys come back as they are, in order, whatever the page") { store in
                _ = try await store.createBucket("b")
                let random = SeededRandomness(seed: 3)
                let keys = distinct((0..<250).map { _ in AwkwardKeys.key(random) })
                for key in keys { try await store.put(Array(key.utf8), as: key, in: "b") }
                for size in [1, 7, 1000] {
                    try require(same(try await store.keys(in: "b", pageSize: size), sorted(keys)), "pages of \(size)")
                }
                for key in keys {
                    try require(try await store.bytes(of: key, in: "b") == Array(key.utf8), "\(key.debugDescription)")
                    try await store.delete(key, in: "b", if: nil)
                }
                try require(try await store.keys(in: "b").isEmpty, "all deleted")
                try await store.deleteBucket("b")
            },
            Check(name: "prefix, delimiter, start and limit are those of the model") { store in
                _ = try await store.createBucket("b")
                let random = SeededRandomness(seed: 4)
                let keys = distinct((0..<120).map { _ in AwkwardKeys.key(random) })
                for key in keys { try await store.put([], as: key, in: "b") }
                let model = ListingModel(keys: keys)
                for _ in 0..<400 {
                    let query = ListingModel.query(random, keys)
                    let page = try await store.list("b", query)
                    let expected = model.page(query)
                    try require(
                        same(page.objects.map(\.key), expected.objects),
                        "objects of \(query): \(page.objects.map(\.key)) instead of \(expected.objects)")
                    try require(same(page.prefixes, expected.prefixes), "prefixes of \(query)")
                    try require((page.next != nil) == expected.isTruncated, "truncation of \(query)")
                }
            },
        ]
    }

    static func sorted(_ keys: [String]) -> [String] {
        keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    static func same(_ left: [String], _ right: [String]) -> Bool {
        left.map { Array($0.utf8) } == right.map { Array($0.utf8) }
    }

    static func distinct(_ keys: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        return keys.filter { seen.insert(Array($0.utf8)).inserted }
    }
}

/// S3's listing, written down as plainly as it is documented.
struct ListingModel {
    let keys: [[UInt8]]

    init(keys: [String]) { self.keys = ObjectStoreContract.sorted(keys).map { Array($0.utf8) } }

    func page(_ query: ObjectQuery) -> (objects: [String], prefixes: [String], isTruncated: Bool) {
        var objects: [[UInt8]] = []
        var prefixes: [[UInt8]] = []
        for key in keys where key.starts(with: query.prefix.utf8) && isBehind(key, query.start) {
            let common = commonPrefix(key, query)
            if let common, prefixes.contains(common) { continue }
            if objects.count + prefixes.count == query.limit { return (text(objects), text(prefixes), query.limit > 0) }
            if let common { prefixes.append(common) } else { objects.append(key) }
        }
        return (text(objects), text(prefixes), false)
    }

    private func isBehind(_ key: [UInt8], _ start: ObjectQuery.Position?) -> Bool {
        switch start {
        case nil: true
        case .after(let other): other.utf8.lexicographicallyPrecedes(key)
        case .past(let prefix): prefix.utf8.lexicographicallyPrecedes(key) && !key.starts(with: prefix.utf8)
        }
    }

    private func commonPrefix(_ key: [UInt8], _ query: ObjectQuery) -> [UInt8]? {
        guard let delimiter = query.delimiter.map({ Array($0.utf8) }) else { return nil }
        for end in key.indices where end + 1 >= query.prefix.utf8.count + delimiter.count {
            if key[...end].suffix(delimiter.count).elementsEqual(delimiter) { return Array(key[...end]) }
        }
        return nil
    }

    private func text(_ keys: [[UInt8]]) -> [String] { keys.map { String(decoding: $0, as: UTF8.self) } }

    /// A query about these keys: prefixes and starts are pieces of them as a rule.
    static func query(_ random: any RandomSource, _ keys: [String]) -> ObjectQuery {
        func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        func piece() -> String {
            let scalars = Array(keys[below(keys.count)].unicodeScalars)
            return String(String.UnicodeScalarView(scalars.prefix(below(scalars.count + 1))))
        }
        let starts: [ObjectQuery.Position?] = [nil, .after(piece()), .past(piece()), .after(keys[below(keys.count)])]
        return ObjectQuery(
            prefix: below(2) == 0 ? "" : piece(), delimiter: [nil, "/", "/", "a", "//", "b/"][below(6)],
            start: starts[below(4)], limit: [0, 1, 2, 5, 1000][below(5)])
    }
}
