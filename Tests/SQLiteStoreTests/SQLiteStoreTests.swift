import EngineTestKit
import Foundation
import Foundations
import JSONModel
import SQLiteStore
import ServicePorts
import Testing

@Suite struct SQLiteStoreTests {
    private func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/etape-store-" + SystemRandomness().uuid()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test func keepsTheResourceContract() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await ResourceStoreContract(try SQLiteStore(path: folder + "/s.sqlite")).check()
    }

    @Test func theMemoryStoreKeepsItToo() async throws {
        try await ResourceStoreContract(MemoryResourceStore()).check()
    }

    private func record(_ name: String, status: String = "RUNNING", start: Int64 = 1000) -> ExecutionRecord {
        ExecutionRecord(
            arn: "arn:\(name)", stateMachineARN: "arn:m", name: name, status: status,
            startTime: Timestamp(milliseconds: start), document: ["input": "{}"])
    }

    private func commit(_ name: String, created: Bool, events: ClosedRange<Int>, ended: Bool = false) -> HistoryCommit {
        HistoryCommit(
            arn: "arn:\(name)", created: created ? record(name) : nil,
            ended: ended ? record(name, status: "SUCCEEDED") : nil, journal: [.array([.int(events.lowerBound)])],
            journalStart: created ? 0 : events.lowerBound,
            events: JSONValue.array(events.map { ["id": .int($0)] }).serializedBytes(),
            firstEventID: events.lowerBound, lastEventID: events.upperBound)
    }

    @Test func historiesSurviveAndPage() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var store = try SQLiteStore(path: folder + "/s.sqlite")
        try await store.commit(commit("a", created: true, events: 1...3))
        try await store.commit(commit("a", created: false, events: 4...9))
        await #expect(throws: ExecutionExists(arn: "arn:a")) {
            try await store.commit(commit("a", created: true, events: 1...1))
        }
        try await store.close()
        store = try SQLiteStore(path: folder + "/s.sqlite")
        func ids(_ start: Int?, _ limit: Int, _ descending: Bool) async throws -> [Int] {
            try await store.events("arn:a", from: start, limit: limit, descending: descending)
                .compactMap { $0["id"]?.intValue }
        }
        #expect(try await ids(nil, 100, false) == Array(1...9))
        #expect(try await ids(3, 4, false) == [3, 4, 5, 6])
        #expect(try await ids(5, 3, true) == [5, 4, 3])
        #expect(try await ids(nil, 2, true) == [9, 8])
        #expect(try await store.journal("arn:a").count == 2)
        #expect(try await store.executions(ExecutionQuery(status: "RUNNING", limit: 10)).map(\.name) == ["a"])
        try await store.commit(commit("a", created: false, events: 10...10, ended: true))
        #expect(try await store.execution("arn:a")?.status == "SUCCEEDED")
        try await store.close()
    }

    /// Many that wait share transactions, and one that fails takes none of the others with it.
    @Test func aFailureInABatchIsItsOwn() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore(path: folder + "/s.sqlite")
        let failures = await withTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        try await store.commit(commit("n\(number / 2)", created: true, events: 1...2))
                        return 0
                    } catch {
                        return 1
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(failures == 100)
        #expect(try await store.executions(ExecutionQuery(limit: 1000)).count == 100)
        try await store.close()
    }
}
