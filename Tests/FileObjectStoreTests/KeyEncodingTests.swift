import EngineTestKit
import Foundations
import Testing

@testable import FileObjectStore

struct KeyEncodingTests {
    private func path(_ key: String) -> String {
        let names = KeyEncoding.segments(of: Array(key.utf8)).flatMap(KeyEncoding.names(of:))
        return names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
    }

    @Test(arguments: [
        "data/raw/flights.csv", "a b/ü.txt", "ts=2020-01-01 00%3A00%3A00/part-0.parquet", "_SUCCESS", ".hidden", "%25",
        "line\nfeed", "...", "a\\b", "con", "x.%",
    ])
    func ordinaryKeysLieAtTheirOwnPath(key: String) {
        #expect(path(key) == key)
    }

    @Test(arguments: [
        ("a/", "a/.%"), ("a//b", "a/.%/b"), ("/a", ".%/a"), (".", ".%=."), ("../x", ".%=../x"),
        (".%", ".%=.%25"), (".%x%", ".%=.%25x%25"), ("a\0b", ".%=a%00b"), ("/", ".%/.%"),
    ])
    func awkwardKeysAreNamedAsDocumented(key: String, expected: String) {
        #expect(path(key) == expected)
    }

    @Test func longSegmentsAreCut() {
        let names = KeyEncoding.names(of: Array(String(repeating: "é%", count: 300).utf8))
        #expect(names.count == 6)
        #expect(names.allSatisfy { $0.count <= 255 && String(validating: $0, as: UTF8.self) != nil })
        #expect(KeyEncoding.names(of: Array(repeating: 97, count: 255)).count == 1)
        #expect(KeyEncoding.names(of: Array(repeating: 97, count: 256)).count == 2)
    }

    @Test func everyKeyHasItsOwnPathAndIsReadBack() {
        let random = SeededRandomness(seed: 7)
        var keys: [[UInt8]: [UInt8]] = [:]
        for _ in 0..<5000 {
            let key = Array(AwkwardKeys.key(random).utf8)
            let path = path(String(decoding: key, as: UTF8.self))
            if let other = keys[Array(path.utf8)] { #expect(other == key) }
            keys[Array(path.utf8)] = key
            #expect(decoded(path) == key)
            #expect(path.utf8.split(separator: UInt8(ascii: "/")).allSatisfy { $0.count <= 255 })
            #expect(!path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }))
        }
    }

    /// Reads a path back name by name.
    private func decoded(_ path: String) -> [UInt8] {
        var segments: [[UInt8]] = []
        var beginning: [UInt8] = []
        for name in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init) {
            switch KeyEncoding.meaning(of: name) {
            case .segment(let text):
                segments.append(beginning + text)
                beginning = []
            case .beginning(let text): beginning += text
            case .shadow, .nothing: Issue.record("\(path) is no key's")
            }
        }
        return Array(segments.joined(separator: [UInt8(ascii: "/")]))
    }

    @Test func shadowNamesAreNoKeysNames() {
        let random = SeededRandomness(seed: 8)
        for _ in 0..<2000 {
            guard let segment = KeyEncoding.segments(of: Array(AwkwardKeys.key(random).utf8)).last else { continue }
            let names = KeyEncoding.shadowNames(of: segment)
            #expect(names.allSatisfy { (1...255).contains($0.count) })
            guard case .shadow = KeyEncoding.meaning(of: names[names.count - 1]) else {
                Issue.record("\(names)")
                continue
            }
        }
    }
}
