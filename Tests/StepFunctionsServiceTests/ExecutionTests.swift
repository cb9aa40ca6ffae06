import ConformanceSuites
import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

@Suite struct ExecutionTests {
    static let pass = #"{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"n":1},"End":true}}}"#

    @Test func runsToItsEnd() async throws {
        let world = try World()
        defer { world.remove() }
        let result = try await world.run(Self.pass)
        #expect(result.string("status") == "SUCCEEDED")
        #expect(result.string("output") == #"{"n":1}"#)
        let types = try await world.history(result.string("executionArn") ?? "").compactMap { $0.string("type") }
        #expect(types == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"])
        await world.end()
    }

    @Test func aNameIsTakenOnce() async throws {
        let world = try World()
        defer { world.remove() }
        _ = try await world.run(Self.pass, name: "same")
        let machine = try await world.machine(Self.pass)
        let error = await #expect(throws: AWSError.self) {
            try await world.call("StartExecution", ["stateMachineArn": machine, "name": "same"])
        }
        #expect(error?.code == "ExecutionAlreadyExists")
        await world.end()
    }

    @Test func aRunningOneOfTheSameInputIsTheSame() async throws {
        let world = try World()
        defer { world.remove() }
        let machine = try await world.machine(
            #"{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":60,"End":true}}}"#)
        let request: JSONObject = ["stateMachineArn": machine, "name": "w", "input": #"{"a":1}"#]
        let first = try await world.call("StartExecution", request)
        #expect(try await world.call("StartExecution", request) == first)
        var other = request
        other["input"] = "{}"
        await #expect(throws: AWSError.self) { try await world.call("StartExecution", other) }
        await world.end()
    }

    @Test(arguments: [
        (
            "StartExecution", ["stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:none"],
            "StateMachineDoesNotExist"
        ),
        ("StartExecution", ["stateMachineArn": "nonsense"], "InvalidArn"),
        (
            "DescribeExecution", ["executionArn": "arn:aws:states:us-east-1:000000000000:execution:m:none"],
            "ExecutionDoesNotExist"
        ),
        (
            "DescribeStateMachine", ["stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:none"],
            "StateMachineDoesNotExist"
        ),
        ("SendTaskSuccess", ["taskToken": "x", "output": "{}"], "InvalidToken"),
        (
            "SendTaskSuccess",
            ["taskToken": "4d7a1a0c-0000-4000-8000-000000000000", "output": "{}"], "TaskTimedOut"
        ),
        (
            "CreateStateMachine",
            ["name": "a b", "definition": "{}", "roleArn": "arn:aws:iam::000000000000:role/r"], "InvalidName"
        ),
        (
            "CreateStateMachine",
            ["name": "a", "definition": "{", "roleArn": "arn:aws:iam::000000000000:role/r"], "InvalidDefinition"
        ),
        ("CreateStateMachine", ["name": "a", "definition": pass, "roleArn": "r"], "InvalidArn"),
        ("ListStateMachines", ["nextToken": "x"], "InvalidToken"),
    ])
    func refusals(_ operation: String, _ input: [String: String], _ code: String) async throws {
        let world = try World()
        defer { world.remove() }
        let error = await #expect(throws: AWSError.self) {
            try await world.call(operation, JSONObject(input.map { ($0.key, .string($0.value)) }))
        }
        #expect(error?.code == code)
        await world.end()
    }

    @Test func waitsByTheClock() async throws {
        let world = try World()
        defer { world.remove() }
        let machine = try await world.machine(
            #"{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":31536000,"End":true}}}"#)
        let told = world.events.subscribe()
        let started = try await world.call("StartExecution", ["stateMachineArn": machine])
        let arn = started.string("executionArn") ?? ""
        #expect(try await world.call("DescribeExecution", ["executionArn": .string(arn)]).string("status") == "RUNNING")
        while world.clock.nextDeadline == nil { await Task.yield() }
        world.clock.advance(by: .seconds(31_536_000))
        #expect(try await world.ended(arn, told).string("status") == "SUCCEEDED")
        await world.end()
    }

    @Test func stopsAndSaysWhy() async throws {
        let world = try World()
        defer { world.remove() }
        let machine = try await world.machine(
            #"{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":60,"End":true}}}"#)
        let started = try await world.call("StartExecution", ["stateMachineArn": machine])
        let arn = started["executionArn"] ?? .null
        try await world.call("StopExecution", ["executionArn": arn, "error": "Me", "cause": "why"])
        let result = try await world.call("DescribeExecution", ["executionArn": arn])
        #expect(result.string("status") == "ABORTED")
        #expect(result.string("error") == "Me" && result.string("cause") == "why")
        await world.end()
    }

    @Test func historiesPageBothWays() async throws {
        let world = try World()
        defer { world.remove() }
        let result = try await world.run(Self.pass)
        let arn = result["executionArn"] ?? .null
        for reversed in [false, true] {
            var ids: [Int] = []
            var request: JSONObject = ["executionArn": arn, "maxResults": 1, "reverseOrder": .bool(reversed)]
            repeat {
                let page = try await world.call("GetExecutionHistory", request)
                ids += page.array("events")?.compactMap { $0["id"]?.intValue } ?? []
                request["nextToken"] = page["nextToken"]
            } while request["nextToken"] != nil
            #expect(ids == (reversed ? [4, 3, 2, 1] : [1, 2, 3, 4]))
        }
        await world.end()
    }
}
