import ConformanceSuites
import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import StepFunctionsService
import Testing

/// Activities: tasks that workers fetch.
@Suite struct ActivityTests {
    private static func definition(_ more: String = "") -> String {
        """
        {"StartAt":"A","States":{"A":{"Type":"Task","End":true\(more),
          "Resource":"arn:aws:states:us-east-1:000000000000:activity:act"}}}
        """
    }

    private let arn: JSONValue = "arn:aws:states:us-east-1:000000000000:activity:act"

    private func started(_ world: World, _ more: String = "") async throws -> JSONValue {
        try await world.call("CreateActivity", ["name": "act"])
        let machine = try await world.machine(Self.definition(more))
        let answer = try await world.call("StartExecution", ["stateMachineArn": machine, "input": #"{"n":1}"#])
        return answer["executionArn"] ?? .null
    }

    private func status(_ world: World, _ execution: JSONValue) async throws -> String? {
        try await world.call("DescribeExecution", ["executionArn": execution]).string("status")
    }

    @Test func aWorkerTakesATaskAndReportsOnIt() async throws {
        let world = try World()
        let execution = try await started(world)
        let task = try await world.call("GetActivityTask", ["activityArn": arn, "workerName": "w"])
        #expect(task.string("input") == #"{"n":1}"#)
        try await world.call("SendTaskSuccess", ["taskToken": task["taskToken"] ?? "", "output": "7"])
        #expect(try await status(world, execution) == "SUCCEEDED")
        let history = try await world.call("GetExecutionHistory", ["executionArn": execution])
        let types = (history.array("events") ?? []).compactMap { $0["type"]?.stringValue }
        #expect(types.contains("ActivityScheduled") && types.contains("ActivityStarted"))
        #expect(types.contains("ActivitySucceeded"))
        await world.end()
        world.remove()
    }

    @Test func aWorkerWaitsAMinuteForATask() async throws {
        let world = try World()
        try await world.call("CreateActivity", ["name": "act"])
        let asked = Task { try await world.call("GetActivityTask", ["activityArn": arn]) }
        while world.clock.nextDeadline == nil { await Task.yield() }
        world.clock.advance(by: .seconds(60))
        #expect(try await asked.value.isEmpty)
        let second = Task { try await world.call("GetActivityTask", ["activityArn": arn]) }
        while world.clock.nextDeadline == nil { await Task.yield() }
        _ = try await started(world)
        #expect(try await second.value.string("input") == #"{"n":1}"#)
        await world.end()
        world.remove()
    }

    /// What a worker took before a restart is not handed out again, and its token still ends it.
    @Test func aHandOutSurvivesARestart() async throws {
        let first = try World()
        let execution = try await started(first)
        let task = try await first.call("GetActivityTask", ["activityArn": arn])
        await first.end()
        let second = try World(folder: first.folder)
        try await second.states.resume()
        let asked = Task { try await second.call("GetActivityTask", ["activityArn": arn]) }
        while second.clock.nextDeadline == nil { await Task.yield() }
        second.clock.advance(by: .seconds(60))
        #expect(try await asked.value.isEmpty)
        try await second.call("SendTaskSuccess", ["taskToken": task["taskToken"] ?? "", "output": "7"])
        #expect(try await status(second, execution) == "SUCCEEDED")
        await second.end()
        second.remove()
    }

    /// The time of an activity's task runs from when a worker takes it; a heartbeat sets its own clock back.
    @Test func heartbeatsKeepATaskAlive() async throws {
        let world = try World()
        let execution = try await started(world, #","TimeoutSeconds":100,"HeartbeatSeconds":10"#)
        world.clock.advance(by: .seconds(500))
        let task = try await world.call("GetActivityTask", ["activityArn": arn])
        for _ in 0..<3 {
            world.clock.advance(by: .seconds(8))
            try await world.call("SendTaskHeartbeat", ["taskToken": task["taskToken"] ?? ""])
        }
        #expect(try await status(world, execution) == "RUNNING")
        world.clock.advance(by: .seconds(11))
        while try await status(world, execution) == "RUNNING" { await Task.yield() }
        #expect(try await status(world, execution) == "FAILED")
        await #expect(throws: AWSError.self) {
            try await world.call("SendTaskSuccess", ["taskToken": task["taskToken"] ?? "", "output": "7"])
        }
        await world.end()
        world.remove()
    }
}
