import ConformanceSuites
import EngineTestKit
import Foundations
import JSONModel
import SQLiteStore
import ServicePorts
import StepFunctionsService
import Testing

/// Quotas by name, and the two that time enforces: how long executions run, and how long they are kept.
/// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
@Suite struct QuotaTests {
    @Test func aQuotaIsSetByItsName() throws {
        var quotas = Quotas()
        #expect(quotas.isStandard && quotas[.historyEvents] == 25_000)
        try quotas.set("history-events=50000")
        #expect(quotas[.historyEvents] == 50_000 && !quotas.isStandard)
        try quotas.set("history-events=25000")
        #expect(quotas.isStandard)
    }

    @Test(arguments: ["history-events", "history-events=", "history-events=0", "history-events=many", "=1"])
    func whatSetsNoQuota(_ assignment: String) {
        var quotas = Quotas()
        #expect(throws: InvalidQuota.self) { try quotas.set(assignment) }
        #expect(quotas == Quotas())
    }

    @Test func anUnknownNameListsThemAll() {
        var quotas = Quotas()
        let error = #expect(throws: InvalidQuota.self) { try quotas.set("speed=1") }
        for name in Quotas.Name.allCases { #expect(error?.description.contains(name.rawValue) == true) }
    }

    /// An execution whose task no worker takes.
    private func waiting(_ world: World) async throws -> String {
        let activity = try await world.call("CreateActivity", ["name": "a"]).string("activityArn") ?? ""
        let machine = try await world.machine(
            #"{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"\#(activity)","End":true}}}"#)
        let answer = try await world.call("StartExecution", ["stateMachineArn": machine, "name": "long"])
        return answer.string("executionArn") ?? ""
    }

    @Test func aYearIsTheLimit() async throws {
        let world = try World()
        defer { world.remove() }
        let execution = try await waiting(world)
        let told = world.events.subscribe()
        let house = Task { await world.states.keepHouse() }
        while world.clock.nextDeadline != world.clock.now + .seconds(3600) { await Task.yield() }
        world.clock.advance(by: .seconds(31_536_000 + 1))
        let description = try await world.ended(execution, told)
        #expect(description.string("status") == "TIMED_OUT")
        #expect(try await world.history(execution).last?.string("type") == "ExecutionTimedOut")
        house.cancel()
        await world.end()
    }

    /// An object's body is bounded by the same quota as every payload.
    @Test(arguments: [(nil, "FAILED"), ("payload-bytes=400000", "SUCCEEDED")] as [(String?, String)])
    func bodiesAreAsLargeAsPayloads(_ quota: String?, _ status: String) async throws {
        var quotas = Quotas()
        if let quota { try quotas.set(quota) }
        let objects = ScriptedService("s3", ["GetObject"]) { _ in
            let body = PayloadStream { stream in
                for _ in 0..<3 { stream.yield(Array(repeating: 0x61, count: 100_000)) }
                stream.finish()
            }
            return ServiceResponse([:], body: .stream(body, count: nil))
        }
        let world = try World(services: [objects], quotas: quotas)
        defer { world.remove() }
        let ended = try await world.run(
            #"{"StartAt":"G","States":{"G":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:s3:getObject","Parameters":{"Bucket":"b","Key":"k"},"End":true}}}"#
        )
        #expect(ended.string("status") == status)
        if status == "FAILED" { #expect(ended.string("error") == "States.DataLimitExceeded") }
        await world.end()
    }

    @Test func anEndedExecutionIsKeptForNinetyDays() async throws {
        let world = try World()
        defer { world.remove() }
        let ended = try await world.run(#"{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}"#)
        let arn = ended["executionArn"] ?? .null
        let house = Task { await world.states.keepHouse() }
        while world.clock.nextDeadline != world.clock.now + .seconds(3600) { await Task.yield() }
        world.clock.advance(by: .seconds(90 * 86_400 - 1))
        while world.clock.nextDeadline != world.clock.now + .seconds(3600) { await Task.yield() }
        #expect(try await world.call("DescribeExecution", ["executionArn": arn])["status"] == "SUCCEEDED")
        world.clock.advance(by: .seconds(3600))
        while world.clock.nextDeadline != world.clock.now + .seconds(3600) { await Task.yield() }
        for operation in ["DescribeExecution", "GetExecutionHistory"] {
            let error = await #expect(throws: AWSError.self) {
                try await world.call(operation, ["executionArn": arn])
            }
            #expect(error?.code == "ExecutionDoesNotExist")
        }
        #expect(try await world.store.journal(arn.stringValue ?? "").isEmpty)
        let again = try await world.call(
            "StartExecution", ["stateMachineArn": ended["stateMachineArn"] ?? .null, "name": "e"])
        #expect(again["executionArn"] == arn)
        house.cancel()
        await world.end()
    }
}
