import ConformanceSuites
import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import StepFunctionsService
import Testing

/// Deleting machines whose executions run.
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
@Suite struct DeletionTests {
    /// Two tasks of an activity, one after the other.
    private func start(in world: World) async throws -> (machine: JSONValue, activity: JSONValue, execution: String) {
        let activity = try await world.call("CreateActivity", ["name": "a"])["activityArn"] ?? .null
        let task = #""Type":"Task","Resource":"\#(activity.stringValue ?? "")""#
        let machine = try await world.machine(
            #"{"StartAt":"A","States":{"A":{\#(task),"Next":"B"},"B":{\#(task),"End":true}}}"#)
        let started = try await world.call("StartExecution", ["stateMachineArn": machine])
        return (machine, activity, started.string("executionArn") ?? "")
    }

    private func isGone(_ machine: JSONValue, in world: World) async -> Bool {
        let error = try? await world.call("DescribeStateMachine", ["stateMachineArn": machine])
        return error == nil
    }

    @Test func anExecutionEndsWithItsNextTransition() async throws {
        let world = try World()
        defer { world.remove() }
        let (machine, activity, execution) = try await start(in: world)
        let token = try await world.call("GetActivityTask", ["activityArn": activity])["taskToken"] ?? .null
        try await world.call("DeleteStateMachine", ["stateMachineArn": machine])
        let status = try await world.call("DescribeStateMachine", ["stateMachineArn": machine])["status"]
        #expect(status == "DELETING")
        let told = world.events.subscribe()
        try await world.call("SendTaskSuccess", ["taskToken": token, "output": "1"])
        let ended = try await world.ended(execution, told)
        #expect(ended.string("status") == "ABORTED")
        while !(await isGone(machine, in: world)) { await Task.yield() }
        await world.end()
    }

    @Test func aRestartFinishesADeletion() async throws {
        let first = try World()
        defer { first.remove() }
        let (machine, _, execution) = try await start(in: first)
        try await first.call("DeleteStateMachine", ["stateMachineArn": machine])
        await first.end()
        let second = try World(folder: first.folder)
        try await second.states.resume()
        let status = try await second.call("DescribeStateMachine", ["stateMachineArn": machine])["status"]
        #expect(status == "DELETING")
        try await second.call("StopExecution", ["executionArn": .string(execution)])
        while !(await isGone(machine, in: second)) { await Task.yield() }
        #expect(try await second.call("DescribeExecution", ["executionArn": .string(execution)])["status"] == "ABORTED")
        await second.end()
    }
}
