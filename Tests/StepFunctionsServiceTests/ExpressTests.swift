import ConformanceSuites
import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

/// Executions of EXPRESS machines, and versions and aliases of machines of both types.
@Suite struct ExpressTests {
    private func express(_ world: World, _ definition: String) async throws -> JSONValue {
        let answer = try await world.call(
            "CreateStateMachine",
            ["name": "x", "definition": .string(definition), "roleArn": World.role, "type": "EXPRESS"])
        return answer["stateMachineArn"] ?? .null
    }

    @Test func fiveMinutesAreTheLimit() async throws {
        let world = try World()
        let machine = try await express(
            world, #"{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1000,"End":true}}}"#)
        let asked = Task { try await world.call("StartSyncExecution", ["stateMachineArn": machine]) }
        while world.clock.nextDeadline != world.clock.now + .seconds(300) { await Task.yield() }
        world.clock.advance(by: .seconds(300))
        let answer = try await asked.value
        #expect(answer.string("status") == "TIMED_OUT")
        #expect(answer["billingDetails"]?["billedDurationInMilliseconds"] == 300_000)
        await world.end()
        world.remove()
    }

    @Test func anExpressExecutionHasNoHistory() async throws {
        let world = try World()
        let machine = try await express(world, #"{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}"#)
        let answer = try await world.call("StartExecution", ["stateMachineArn": machine])
        for operation in ["DescribeExecution", "GetExecutionHistory"] {
            let error = await #expect(throws: AWSError.self) {
                try await world.call(operation, ["executionArn": answer["executionArn"] ?? ""])
            }
            #expect(error?.code == "InvalidArn")
        }
        let error = await #expect(throws: AWSError.self) {
            try await world.call("ListExecutions", ["stateMachineArn": machine])
        }
        #expect(error?.code == "StateMachineTypeNotSupported")
        await world.end()
        world.remove()
    }

    @Test func anAliasRoutesByWeight() async throws {
        let world = try World()
        func definition(_ result: Int) -> JSONValue {
            .string(#"{"StartAt":"P","States":{"P":{"Type":"Pass","Result":\#(result),"End":true}}}"#)
        }
        let created = try await world.call(
            "CreateStateMachine",
            ["name": "x", "definition": definition(1), "roleArn": World.role, "type": "EXPRESS", "publish": true])
        let updated = try await world.call(
            "UpdateStateMachine",
            ["stateMachineArn": created["stateMachineArn"] ?? "", "definition": definition(2), "publish": true])
        let alias = try await world.call(
            "CreateStateMachineAlias",
            [
                "name": "live",
                "routingConfiguration": [
                    ["stateMachineVersionArn": created["stateMachineVersionArn"] ?? "", "weight": 70],
                    ["stateMachineVersionArn": updated["stateMachineVersionArn"] ?? "", "weight": 30],
                ],
            ])
        var ones = 0
        for _ in 0..<200 {
            let answer = try await world.call(
                "StartSyncExecution", ["stateMachineArn": alias["stateMachineAliasArn"] ?? ""])
            if answer.string("output") == "1" { ones += 1 }
        }
        #expect((100...180).contains(ones))
        let error = await #expect(throws: AWSError.self) {
            try await world.call(
                "DeleteStateMachineVersion", ["stateMachineVersionArn": created["stateMachineVersionArn"] ?? ""])
        }
        #expect(error?.code == "ConflictException")
        await world.end()
        world.remove()
    }
}
