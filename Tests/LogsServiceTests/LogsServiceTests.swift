import EngineTestKit
import Foundation
import Foundations
import JSONModel
import LogsService
import ServicePorts
import Synchronization
import Testing

final class LogsWorld: Sendable {
    private static let counter = Mutex(0)
    let folder: String
    let clock = ManualClock()
    let logs: LogsService

    init() {
        let number = Self.counter.withLock {
            $0 += 1
            return $0
        }
        folder = FileManager.default.temporaryDirectory.path + "/etape-logs-tests-\(getpid())-\(number)"
        logs = LogsService(folder: folder, clock: clock)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func call(_ operation: String, _ input: JSONObject) async throws -> JSONObject {
        try await logs.call(ServiceRequest("logs", operation, input)).output
    }

    func refusal(_ operation: String, _ input: JSONObject) async -> AWSError? {
        do {
            try await call(operation, input)
            return nil
        } catch { return error as? AWSError }
    }

    static let place: JSONObject = ["logGroupName": "/aws-glue/jobs/output", "logStreamName": "jr_1"]

    func create(_ place: JSONObject = place) async throws {
        try await call("CreateLogGroup", ["logGroupName": place["logGroupName"]!])
        try await call("CreateLogStream", place)
    }

    func put(_ messages: [String], at offset: Int = 0, _ place: JSONObject = place) async throws -> JSONObject {
        let timestamp = JSONValue.int(Int(clock.now.milliseconds) + offset)
        return try await call(
            "PutLogEvents",
            place.merging([
                "logEvents": .array(messages.map { .object(["timestamp": timestamp, "message": .string($0)]) })
            ]))
    }

    func get(_ members: JSONObject = [:]) async throws -> (messages: [String], output: JSONObject) {
        let output = try await call("GetLogEvents", Self.place.merging(members))
        return (output.array("events")!.map { $0["message"]!.stringValue! }, output)
    }
}

@Suite struct LogsServiceTests {
    @Test func groupsAndStreamsExistOnce() async throws {
        let world = LogsWorld()
        #expect(await world.refusal("CreateLogStream", LogsWorld.place)?.code == "ResourceNotFoundException")
        try await world.create()
        #expect(
            await world.refusal("CreateLogGroup", ["logGroupName": "/aws-glue/jobs/output"])?.code
                == "ResourceAlreadyExistsException")
        #expect(await world.refusal("CreateLogStream", LogsWorld.place)?.code == "ResourceAlreadyExistsException")
        let groups = try await world.call("DescribeLogGroups", ["logGroupNamePrefix": "/aws-glue"]).array("logGroups")!
        #expect(groups.first?["arn"] == "arn:aws:logs:us-east-1:000000000000:log-group:/aws-glue/jobs/output:*")
        try await world.call("DeleteLogGroup", ["logGroupName": "/aws-glue/jobs/output"])
        #expect(
            await world.refusal("GetLogEvents", LogsWorld.place)?.message
                == "The specified log group does not exist.")
    }

    @Test func eventsAreReadForwardsPageByPage() async throws {
        let world = LogsWorld()
        try await world.create()
        _ = try await world.put((0..<5).map { "line \($0)" })
        let first = try await world.get(["startFromHead": true, "limit": 2])
        #expect(first.messages == ["line 0", "line 1"])
        let second = try await world.get(["nextToken": first.output["nextForwardToken"]!, "limit": 10])
        #expect(second.messages == ["line 2", "line 3", "line 4"])
        let end = try await world.get(["nextToken": second.output["nextForwardToken"]!])
        #expect(end.messages == [])
        #expect(end.output["nextForwardToken"] == second.output["nextForwardToken"])
        _ = try await world.put(["line 5"])
        let follow = try await world.get(["nextToken": end.output["nextForwardToken"]!])
        #expect(follow.messages == ["line 5"])
    }

    @Test func eventsAreReadBackwardsFromTheEnd() async throws {
        let world = LogsWorld()
        try await world.create()
        _ = try await world.put((0..<5).map { "line \($0)" })
        let last = try await world.get(["limit": 2])
        #expect(last.messages == ["line 3", "line 4"])
        let before = try await world.get(["limit": 2, "nextToken": last.output["nextBackwardToken"]!])
        #expect(before.messages == ["line 1", "line 2"])
        let first = try await world.get(["limit": 2, "nextToken": before.output["nextBackwardToken"]!])
        #expect(first.messages == ["line 0"])
        let again = try await world.get(["limit": 2, "nextToken": first.output["nextForwardToken"]!])
        #expect(again.messages == ["line 1", "line 2"])
    }

    @Test func longStreamsAreReadInChunks() async throws {
        let world = LogsWorld()
        try await world.create()
        let lines = (0..<3000).map { "\($0) " + String(repeating: "é", count: 40) }
        _ = try await world.put(lines)
        #expect(try await world.get().messages == lines)
        #expect(try await world.get(["startFromHead": true]).messages == lines)
        #expect(try await world.get(["limit": 1]).messages == [lines[2999]])
        let page = try await world.get(["limit": 1500])
        let rest = try await world.get(["limit": 2000, "nextToken": page.output["nextBackwardToken"]!])
        #expect(rest.messages + page.messages == lines)
    }

    @Test func timesAreAWindow() async throws {
        let world = LogsWorld()
        try await world.create()
        let now = Int(world.clock.now.milliseconds)
        for offset in [0, 10, 20] { _ = try await world.put(["at \(offset)"], at: offset) }
        let found = try await world.get(["startTime": .int(now + 10), "endTime": .int(now + 20)])
        #expect(found.messages == ["at 10"])
    }

    @Test func aLineThatACrashCutOffIsNotAnEvent() async throws {
        let world = LogsWorld()
        try await world.create()
        _ = try await world.put(["whole"])
        let path = world.folder + "/000000000000/us-east-1/%2Faws-glue%2Fjobs%2Foutput/jr_1.jsonl"
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("{\"t\":17".utf8))
        try file.close()
        #expect(try await world.get().messages == ["whole"])
        _ = try await world.put(["next"])
        #expect(try await world.get().messages == ["whole", "next"])
    }

    @Test func limitsAreKept() async throws {
        let world = LogsWorld()
        try await world.create()
        let day = 86_400_000
        let old = try await world.put(["old"], at: -15 * day)
        #expect(old["rejectedLogEventsInfo"] == ["tooOldLogEventEndIndex": 1])
        let new = try await world.put(["new"], at: 3 * 3_600_000)
        #expect(new["rejectedLogEventsInfo"] == ["tooNewLogEventStartIndex": 0])
        #expect(try await world.get().messages == [])
        await #expect(throws: AWSError.self) { try await world.put(Array(repeating: "x", count: 10_001)) }
        await #expect(throws: AWSError.self) { try await world.put([String(repeating: "x", count: 1_048_576)]) }
        let now = JSONValue.int(Int(world.clock.now.milliseconds))
        let unordered: JSONObject = [
            "logEvents": [["timestamp": now, "message": "b"], ["timestamp": 1, "message": "a"]]
        ]
        #expect(
            await world.refusal("PutLogEvents", LogsWorld.place.merging(unordered))?.message
                == "Log events in a single PutLogEvents request must be in chronological order.")
    }

    @Test func eventsOfAGroupAreFiltered() async throws {
        let world = LogsWorld()
        try await world.create()
        let other = LogsWorld.place.merging(["logStreamName": "jr_2"])
        try await world.call("CreateLogStream", other)
        _ = try await world.put(["ERROR one", "fine"])
        _ = try await world.put(["ERROR two", "WARN three"], at: -1, other)
        func found(_ pattern: String, _ members: JSONObject = [:]) async throws -> [String] {
            let input: JSONObject = ["logGroupName": "/aws-glue/jobs/output", "filterPattern": .string(pattern)]
            return try await world.call("FilterLogEvents", input.merging(members)).array("events")!
                .map { $0["message"]!.stringValue! }
        }
        #expect(try await found("ERROR") == ["ERROR two", "ERROR one"])
        #expect(try await found("?one ?three") == ["WARN three", "ERROR one"])
        #expect(try await found("-ERROR") == ["WARN three", "fine"])
        #expect(try await found("\"ERROR one\"") == ["ERROR one"])
        #expect(try await found("", ["logStreamNames": ["jr_2"], "limit": 1]) == ["ERROR two"])
        #expect(
            await world.refusal(
                "FilterLogEvents", ["logGroupName": "/aws-glue/jobs/output", "filterPattern": "{ $.a = 1 }"])?.code
                == "InvalidParameterException")
    }

    @Test(arguments: ["../../escape", "..", "a/b", ".hidden", String(repeating: "ü", count: 250)])
    func namesNeverArePaths(_ name: String) async throws {
        let world = LogsWorld()
        let place: JSONObject = ["logGroupName": .string(name), "logStreamName": .string(name)]
        try await world.create(place)
        _ = try await world.put(["x"], at: 0, place)
        let group = try FileManager.default.contentsOfDirectory(atPath: world.folder + "/000000000000/us-east-1")
        #expect(group.count == 1)
        let streams = try await world.call("DescribeLogStreams", ["logGroupName": .string(name)]).array("logStreams")!
        #expect(streams.first?["logStreamName"]?.stringValue == name)
        #expect(streams.first?["lastEventTimestamp"]?.intValue == Int(world.clock.now.milliseconds))
    }
}
