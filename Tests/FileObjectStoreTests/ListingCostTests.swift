import EngineTestKit
import Foundation
import ServicePorts
import Testing

@testable import FileObjectStore

/// A listing reads what its page needs.
struct ListingCostTests {
    let folder: TemporaryFolder
    let bucket: Folder

    init() async throws {
        folder = try TemporaryFolder()
        _ = try await folder.store().createBucket("b")
        bucket = try Folder(path: folder.root + "/b")
    }

    private func touch(_ names: [String], in subfolder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder.root + "/b/" + subfolder, withIntermediateDirectories: true)
        let target = try Folder(path: folder.root + "/b/" + subfolder)
        for name in names { _ = try target.create(Array(name.utf8)) }
    }

    @Test func foldersBeforeThePositionAreNotRead() async throws {
        for name in ["a", "b", "c"] { try touch(["x", "y"], in: name) }
        var walk = KeyWalk(bucket: bucket, prefix: [], after: Array("b/x".utf8))
        #expect(try walk.next()?.key == Array("b/y".utf8))
        #expect(walk.reads == 2)
    }

    @Test func foldersOutsideThePrefixAreNotRead() async throws {
        for name in ["a", "b/1", "b/2", "c"] { try touch(["x"], in: name) }
        var walk = KeyWalk(bucket: bucket, prefix: Array("b/".utf8), after: [])
        #expect(try walk.next()?.key == Array("b/1/x".utf8))
        #expect(walk.reads == 2)
    }

    @Test func aRolledUpFolderIsReadToItsFirstKeyOnly() async throws {
        for name in ["a/1", "a/2", "b"] { try touch(["x"], in: name) }
        var walk = KeyWalk(bucket: bucket, prefix: [], after: [])
        #expect(try walk.next()?.key == Array("a/1/x".utf8))
        walk.seek(after: Array("a/".utf8) + [0xFF])
        #expect(try walk.next()?.key == Array("b/x".utf8))
        #expect(walk.reads == 4)
    }

    @Test func aLargeFolderIsReadInBatches() async throws {
        let names = (0..<5000).map { "k" + String(100_000 + $0 * 7919 % 5000) }
        try touch(names, in: "d")
        var walk = KeyWalk(bucket: bucket, prefix: [], after: [])
        var keys: [String] = []
        while let found = try walk.next() { keys.append(String(decoding: found.key, as: UTF8.self)) }
        #expect(keys == names.sorted().map { "d/" + $0 })
        var cursor = FolderCursor(prefix: [], bound: nil)
        _ = try cursor.next { try bucket.folder(Array("d".utf8)) }
        #expect(cursor.waiting == FolderCursor.batchSize - 1)
    }

    @Test func pagesOfALargeFolderJoin() async throws {
        try touch((0..<2500).map { "k\($0)" }, in: "d/k77")
        try touch((0..<2500).filter { $0 != 77 }.map { "k\($0)" }, in: "d")
        let store = try folder.store()
        let keys = try await store.keys(in: "b", pageSize: 999)
        #expect(keys == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(keys.count == 4999)
    }
}
