import EngineTestKit
import Foundation
import JSONModel
import ServicePorts
import Testing

@testable import FileObjectStore

/// Objects are files: what others do to the files is done to the objects.
struct PlainFileTests {
    let folder: TemporaryFolder
    let store: FileObjectStore

    init() async throws {
        folder = try TemporaryFolder()
        store = try folder.store()
        _ = try await store.createBucket("b")
    }

    @Test func anObjectLiesAtItsKey() async throws {
        try await store.put(
            Array("x,y".utf8), as: "data/raw/flights.csv", in: "b", attributes: ["ContentType": "text/csv"])
        #expect(folder.text("b/data/raw/flights.csv") == "x,y")
        #expect(folder.names("b") == ["data"])
        #expect(store.folder(ofBucket: "b") == (try makePath(folder.root)) + "/b")
        #expect(store.folder(ofBucket: "none") == nil)
    }

    @Test func aFileThatSomebodyDropsIsAnObject() async throws {
        try folder.write("abc", to: "b/out/_temporary/0/part-0")
        try folder.write("", to: "b/out/_SUCCESS")
        #expect(try await store.keys(in: "b") == ["out/_SUCCESS", "out/_temporary/0/part-0"])
        let object = try await store.object("out/_temporary/0/part-0", in: "b")
        // RFC 1321, appendix A.5.
        #expect(object?.entityTag == "900150983cd24fb0d6963f7d28e17f72")
        #expect(try await store.object("out/_SUCCESS", in: "b")?.entityTag == "d41d8cd98f00b204e9800998ecf8427e")
    }

    @Test func aFolderThatSomebodyDropsIsABucket() async throws {
        try folder.write("abc", to: "dropped/x")
        #expect(try await store.buckets().map(\.name) == ["b", "dropped"])
        #expect(try await store.keys(in: "dropped") == ["x"])
    }

    @Test func aFileWrittenAnewLosesWhatWasRemembered() async throws {
        for rewrite in 0..<2 {
            try await store.put(Array("abc".utf8), as: "k", in: "b", attributes: ["ContentType": "x"])
            if rewrite == 0 {
                try FileManager.default.removeItem(atPath: folder.root + "/b/k")
                try folder.write("abcd", to: "b/k")
            } else {
                let handle = try #require(FileHandle(forWritingAtPath: folder.root + "/b/k"))
                try handle.seekToEnd()
                try handle.write(contentsOf: Data("d".utf8))
                try handle.close()
            }
            let object = try await store.object("k", in: "b")
            #expect(object?.attributes == [:])
            // md5sum of "abcd" (coreutils).
            #expect(object?.entityTag == "e2fc714c4727ee9395f324cd2e7f331f")
        }
    }

    @Test func whatIsRememberedOutlivesTheProcess() async throws {
        let staged = try await store.stage(.bytes([1])) { _ in }
        _ = try await store.put(
            staged, as: "d/k", in: "b", entityTag: "t-2", attributes: ["ContentType": "x"], if: nil)
        let object = try await folder.store().object("d/k", in: "b")
        #expect(object?.entityTag == "t-2")
        #expect(object?.attributes == ["ContentType": "x"])
    }

    @Test func nothingIsLeftBesideTheObject() async throws {
        for _ in 0..<3 { try await store.put([1], as: "k", in: "b", attributes: ["ContentType": "x"]) }
        #expect(sidecars() == 1)
        try await store.delete("k", in: "b", if: nil)
        #expect(sidecars() == 0)
        #expect(folder.names("b").isEmpty)
        let staged = try await store.stage(.bytes([1])) { _ in }
        await store.discard(staged)
        #expect(try store.incoming.folder.names().map { String(decoding: $0, as: UTF8.self) } == ["lock"])
    }

    private func sidecars() -> Int {
        let paths = FileManager.default.enumerator(atPath: folder.root + "/.objects/metadata")
        return paths?.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.count ?? 0
    }

    @Test func whatADeadProcessLeftIsRemovedAndWhatALivingOneHasIsNot() async throws {
        let staged = try await store.stage(.bytes([1])) { _ in }
        try folder.write("", to: ".objects/incoming/1-0/lock")
        try folder.write("half", to: ".objects/incoming/1-0/1")
        let other = try folder.store()
        #expect(!folder.exists(".objects/incoming/1-0"))
        _ = try await store.put(staged, as: "k", in: "b", entityTag: nil, attributes: [:], if: nil)
        #expect(try await other.bytes(of: "k", in: "b") == [1])
    }

    @Test func emptiedFoldersGoUpToTheBucket() async throws {
        try await store.put([1], as: "a/b/c/d", in: "b")
        try await store.put([1], as: "a/x", in: "b")
        try await store.delete("a/b/c/d", in: "b", if: nil)
        #expect(folder.names("b/a") == ["x"])
        try await store.delete("a/x", in: "b", if: nil)
        #expect(folder.exists("b") && folder.names("b").isEmpty)
    }

    @Test func anObjectGetsItsPlainNameBackWhenTheFolderIsGone() async throws {
        try await store.put([1], as: "a", in: "b", attributes: ["ContentType": "x"])
        try await store.put([2], as: "a/b", in: "b")
        #expect(folder.names("b") == [".%!a", "a"])
        #expect(try await store.object("a", in: "b")?.attributes == ["ContentType": "x"])
        try await store.delete("a/b", in: "b", if: nil)
        #expect(folder.names("b") == ["a"])
        #expect(try await store.object("a", in: "b")?.attributes == ["ContentType": "x"])
    }

    @Test func emptyFoldersAreNoObjectsAndNoPrefixes() async throws {
        try FileManager.default.createDirectory(atPath: folder.root + "/b/e/f", withIntermediateDirectories: true)
        let page = try await store.list("b", ObjectQuery(delimiter: "/", limit: 10))
        #expect(page.objects.isEmpty && page.prefixes.isEmpty)
        try await store.put([1], as: "e", in: "b")
        #expect(try await store.keys(in: "b") == ["e"])
        try await store.delete("e", in: "b", if: nil)
        try await store.deleteBucket("b")
    }

    @Test func namesOfNoKeyAreNoObjects() async throws {
        for name in [".%x", ".%=plain", ".%+a", ".%=%zz", ".%!"] { try folder.write("x", to: "b/" + name) }
        // `.%!` would be the shadow of the empty key, which is none.
        #expect(try await store.keys(in: "b").isEmpty)
    }
}
