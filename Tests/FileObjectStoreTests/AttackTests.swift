import EngineTestKit
import Foundation
import ServicePorts
import Testing

@testable import FileObjectStore

struct AttackTests {
    let folder: TemporaryFolder
    let store: FileObjectStore

    init() async throws {
        folder = try TemporaryFolder()
        store = try folder.store()
        _ = try await store.createBucket("b")
        try Data("secret".utf8).write(to: URL(fileURLWithPath: folder.path + "/secret"))
    }

    @Test(arguments: ["../secret", "../../secret", "a/../../secret", "/etc/passwd", "./../b", "..", "x/.."])
    func keysThatClimbStayInTheBucket(key: String) async throws {
        #expect(try await store.object(key, in: "b") == nil)
        try await store.put(Array("mine".utf8), as: key, in: "b")
        #expect(try await store.bytes(of: key, in: "b") == Array("mine".utf8))
        #expect(try String(contentsOfFile: folder.path + "/secret", encoding: .utf8) == "secret")
        #expect(folder.names("") == [".objects", "b"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["buckets", "secret"])
        #expect(try await store.keys(in: "b") == [key])
    }

    @Test func linksAreNoObjects() async throws {
        try folder.link("b/file", to: folder.path + "/secret")
        try folder.link("b/folder", to: folder.path)
        try folder.link("b/dangling", to: folder.path + "/new")
        #expect(try await store.keys(in: "b").isEmpty)
        for key in ["file", "folder/secret", "dangling"] {
            #expect(try await store.object(key, in: "b") == nil)
            #expect(try await !store.delete(key, in: "b", if: nil))
        }
        await #expect(throws: ObjectStoreError.bucketNotEmpty) { try await store.deleteBucket("b") }
        #expect(folder.exists("b/file") && folder.exists("b/folder"))
    }

    @Test func puttingReplacesALinkAndNotItsTarget() async throws {
        try folder.link("b/file", to: folder.path + "/secret")
        try await store.put(Array("mine".utf8), as: "file", in: "b")
        #expect(folder.text("b/file") == "mine")
        #expect(try String(contentsOfFile: folder.path + "/secret", encoding: .utf8) == "secret")
    }

    @Test func puttingBelowALinkIsRefused() async throws {
        try folder.link("b/folder", to: folder.path)
        await #expect(throws: ObjectStoreError.blocked("folder")) {
            try await store.put([1], as: "folder/new", in: "b")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/new"))
    }

    @Test func aLinkIsNoBucket() async throws {
        try folder.link("linked", to: folder.path)
        #expect(try await store.buckets().map(\.name) == ["b"])
        #expect(try await !store.hasBucket("linked"))
        #expect(store.folder(ofBucket: "linked") == nil)
        await #expect(throws: ObjectStoreError.blocked("linked")) { _ = try await store.createBucket("linked") }
        await #expect(throws: ObjectStoreError.noSuchBucket) { try await store.put([1], as: "k", in: "linked") }
    }

    @Test func aBodyIsNotReadThroughALinkLaidInItsPlace() async throws {
        let object = try await store.put(Array("mine!!".utf8), as: "k", in: "b")
        try FileManager.default.removeItem(atPath: folder.root + "/b/k")
        try folder.link("b/k", to: folder.path + "/secret")
        #expect(try await store.body(of: object, in: "b", offset: 0, count: 6) == nil)
    }

    @Test func aPipeIsNotWaitedFor() async throws {
        #expect(mkfifo(folder.root + "/b/pipe", 0o600) == 0)
        #expect(try await store.object("pipe", in: "b") == nil)
        #expect(try await store.keys(in: "b").isEmpty)
    }

    @Test func depthDoesNotUseUpOpenFiles() async throws {
        let deep = String(repeating: "/", count: 1024)
        let wide = String(repeating: "\0/", count: 512)
        for key in [deep, wide] {
            try await store.put(Array("deep".utf8), as: key, in: "b")
            #expect(try await store.bytes(of: key, in: "b") == Array("deep".utf8))
        }
        #expect(try await store.keys(in: "b").map(\.utf8.count) == [1024, 1024])
        for key in [deep, wide] { try await store.delete(key, in: "b", if: nil) }
        #expect(folder.names("b").isEmpty)
    }
}
