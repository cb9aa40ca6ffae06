import ConformanceSuites
import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import StepFunctionsService
import Synchronization
import Testing

/// `RedriveExecution`, and Map Runs that are carried on.
/// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
@Suite struct RedriveTests {
    /// A topic service that refuses messages that say so, as long as it is broken.
    private func topics(_ state: JobState) -> ScriptedService {
        ScriptedService("sns", ["Publish"]) { request in
            if state.value == "broken", request.input["Subject"] == "bad" { throw AWSError("InvalidParameter", "bad") }
            return ServiceResponse(["MessageId": .string(state.value)])
        }
    }

    private func redrive(_ world: World, _ arn: JSONValue, token: String? = nil) async throws -> JSONObject {
        let told = world.events.subscribe()
        var input: JSONObject = ["executionArn": arn]
        input["clientToken"] = token.map(JSONValue.string)
        _ = try await world.call("RedriveExecution", input)
        return try await world.ended(arn.stringValue ?? "", told)
    }

    @Test func aFailedTaskRunsAgainAndWhatSucceededDoesNot() async throws {
        let state = JobState("broken")
        let topics = topics(state)
        let world = try World(services: [topics])
        let definition = #"""
            {"StartAt":"A","States":{
              "A":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sns:publish","Parameters":{"Message":"a"},"ResultPath":null,"Next":"B"},
              "B":{"Type":"Parallel","End":true,"Branches":[
                {"StartAt":"C","States":{"C":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sns:publish","Parameters":{"Message":"c"},"End":true}}},
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"Next":"D"},
                  "D":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sns:publish","Parameters":{"Subject":"bad","Message.$":"States.Format('{}', $$.Execution.RedriveCount)"},"End":true}}}]}}}
            """#
        let machine = try await world.machine(definition)
        let told = world.events.subscribe()
        let started = try await world.call("StartExecution", ["stateMachineArn": machine])
        let arn = started["executionArn"] ?? ""
        while topics.calls.count < 2 { await Task.yield() }
        while world.clock.nextDeadline == nil { await Task.yield() }
        world.clock.advance(by: .seconds(1))
        let failed = try await world.ended(arn.stringValue ?? "", told)
        #expect(failed["status"] == "FAILED")
        #expect(failed["redriveStatus"] == "REDRIVABLE")
        #expect(failed["redriveCount"] == 0)
        state.value = "fine"
        let ended = try await redrive(world, arn)
        #expect(ended["status"] == "SUCCEEDED")
        #expect(ended["output"] == #"[{"MessageId":"broken"},{"MessageId":"fine"}]"#)
        #expect(ended["redriveCount"] == 1)
        #expect(ended["redriveDate"] != nil)
        #expect(topics.calls.filter { $0.input["Subject"] != nil }.map { $0.input["Message"] } == ["0", "1"])
        #expect(topics.calls.count == 4)
        let events = try await world.history(arn.stringValue ?? "")
        let types = events.compactMap { $0.string("type") }
        let start = try #require(types.firstIndex(of: "ExecutionRedriven"))
        #expect(types[start - 1] == "ExecutionFailed")
        #expect(events[start]["executionRedrivenEventDetails"] == ["redriveCount": 1])
        #expect(
            types[(start + 1)...] == [
                "TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited", "ParallelStateSucceeded",
                "ParallelStateExited", "ExecutionSucceeded",
            ])
        #expect(events.map { $0["id"] } == (1...events.count).map { .int($0) })
        await world.end()
        world.remove()
    }

    @Test func onlyWhatFailedOfAMapRunRunsAgain() async throws {
        for type in ["STANDARD", "EXPRESS"] {
            let state = JobState("broken")
            let topics = topics(state)
            let world = try World(services: [topics])
            let failed = try await world.run(
                MapRunTests.machine(#","MaxConcurrency":2"#, type: type, processor: MapRunTests.publish),
                input: #"[{"Message":"0"},{"Subject":"bad","Message":"1"},{"Message":"2"},{"Message":"3"}]"#)
            #expect(failed["status"] == "FAILED")
            let arn = failed["executionArn"] ?? ""
            let run = try await world.call("ListMapRuns", ["executionArn": arn])["mapRuns"]?[0]?["mapRunArn"] ?? ""
            state.value = "fine"
            let ended = try await redrive(world, arn)
            #expect(ended["status"] == "SUCCEEDED")
            let described = try await world.call("DescribeMapRun", ["mapRunArn": run])
            #expect(described["redriveCount"] == 1)
            #expect(described["executionCounts"]?["succeeded"] == 4)
            #expect(described["executionCounts"]?["total"] == 4)
            // Those that had succeeded are not run again.
            #expect(topics.calls.count { $0.input["Message"] == "0" } == 1)
            #expect(topics.calls.count { $0.input["Message"] == "1" } == 2)
            let events = try await world.history(arn.stringValue ?? "")
            let redriven = events.first { $0.string("type") == "MapRunRedriven" }
            #expect(redriven?["mapRunRedrivenEventDetails"] == ["mapRunArn": run, "redriveCount": 1])
            #expect(try await world.call("ListMapRuns", ["executionArn": arn]).array("mapRuns")?.count == 1)
            if type == "STANDARD" {
                let list =
                    try await world.call(
                        "ListExecutions", ["mapRunArn": run, "redriveFilter": "REDRIVEN"]
                    ).array("executions") ?? []
                #expect(list.contains { $0["redriveCount"] == 1 })
            }
            await world.end()
            world.remove()
        }
    }

    @Test func aTokenMakesOneRedriveOfTwo() async throws {
        let world = try World()
        let failed = try await world.run(#"{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E"}}}"#)
        let arn = failed["executionArn"] ?? ""
        _ = try await redrive(world, arn, token: "t")
        let again = try await world.call("RedriveExecution", ["executionArn": arn, "clientToken": "t"])
        let after = try await world.call("DescribeExecution", ["executionArn": arn])
        #expect(after["redriveCount"] == 1)
        #expect(again["redriveDate"] == after["redriveDate"])
        _ = try await redrive(world, arn, token: "u")
        #expect(try await world.call("DescribeExecution", ["executionArn": arn])["redriveCount"] == 2)
        await world.end()
        world.remove()
    }

    @Test func whatCannotBeRedrivenSaysWhy() async throws {
        let world = try World()
        func error(_ arn: JSONValue) async -> AWSError? {
            await #expect(throws: AWSError.self) { try await world.call("RedriveExecution", ["executionArn": arn]) }
        }
        let succeeded = try await world.run(#"{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}"#)
        let done = await error(succeeded["executionArn"] ?? "")
        #expect(done?.code == "ExecutionNotRedrivable")
        #expect(done?.message == "Execution is SUCCEEDED and cannot be redriven")
        #expect(await error("arn:aws:states:us-east-1:000000000000:execution:m:none")?.code == "ExecutionDoesNotExist")
        #expect(await error("nonsense")?.code == "InvalidArn")
        let machine = try await world.machine(#"{"StartAt":"F","States":{"F":{"Type":"Fail"}}}"#, name: "f")
        let told = world.events.subscribe()
        let started = try await world.call("StartExecution", ["stateMachineArn": machine])
        _ = try await world.ended(started.string("executionArn") ?? "", told)
        world.clock.advance(by: .seconds(14 * 86_400 + 1))
        #expect(
            await error(started["executionArn"] ?? "")?.message == "Execution redrivable period exceeded")
        let described = try await world.call("DescribeExecution", ["executionArn": started["executionArn"] ?? ""])
        #expect(described["redriveStatus"] == "NOT_REDRIVABLE")
        #expect(described["redriveStatusReason"] == "Execution redrivable period exceeded")
        await world.end()
        world.remove()
    }

    @Test func theTimeToRedriveIsAQuota() async throws {
        var quotas = Quotas()
        try quotas.set("redrive-days=20")
        let world = try World(quotas: quotas)
        let failed = try await world.run(#"{"StartAt":"F","States":{"F":{"Type":"Fail"}}}"#)
        let arn = failed["executionArn"] ?? ""
        world.clock.advance(by: .seconds(20 * 86_400))
        #expect(try await world.call("DescribeExecution", ["executionArn": arn])["redriveStatus"] == "REDRIVABLE")
        world.clock.advance(by: .seconds(1))
        #expect(try await world.call("DescribeExecution", ["executionArn": arn])["redriveStatus"] == "NOT_REDRIVABLE")
        await world.end()
        world.remove()
    }

    @Test func aMapRunIsCarriedOnAfterARestart() async throws {
        let calls = Calls()
        let hold = JobState("held")
        let world = try World(services: [held(calls, hold)])
        let definition = MapRunTests.machine(#","MaxConcurrency":3"#, processor: MapRunTests.publish)
        let machine = try await world.machine(definition)
        let items = "[" + (0..<20).map { #"{"Message":"\#($0)"}"# }.joined(separator: ",") + "]"
        let started = try await world.call("StartExecution", ["stateMachineArn": machine, "input": .string(items)])
        let arn = started["executionArn"] ?? ""
        let run = try await world.runningMapRun(of: arn, children: 3)
        while calls.all.count < 13 { await Task.yield() }
        await world.end()
        hold.value = "free"

        let again = try World(folder: world.folder, services: [held(calls, hold)])
        let told = again.events.subscribe()
        try await again.states.resume()
        let ended = try await again.ended(arn.stringValue ?? "", told)
        #expect(ended["status"] == "SUCCEEDED")
        #expect(try JSONValue(parsing: ended.string("output") ?? "").arrayValue?.count == 20)
        let described = try await again.call("DescribeMapRun", ["mapRunArn": run])
        #expect(described["executionCounts"]?["succeeded"] == 20)
        // What was done is not done again: the ten that had ended were called once.
        let counts = Dictionary(grouping: calls.all, by: { $0 }).mapValues(\.count)
        #expect(counts.count == 20)
        #expect(counts.filter { $0.value > 1 }.count <= 3)
        await again.end()
        again.remove()
    }

    /// Answers ten calls, then none until it is let.
    private func held(_ calls: Calls, _ hold: JobState) -> ScriptedService {
        ScriptedService("sns", ["Publish"]) { request in
            let number = calls.add(request.input["Message"] ?? .null)
            while hold.value == "held", number > 10 {
                try Task.checkCancellation()
                await Task.yield()
            }
            return ServiceResponse(["MessageId": request.input["Message"] ?? .null])
        }
    }
}

private final class Calls: Sendable {
    private let values = Mutex<[JSONValue]>([])
    var all: [JSONValue] { values.withLock { $0 } }

    /// Gives how many there are.
    func add(_ value: JSONValue) -> Int {
        values.withLock { values in
            values.append(value)
            return values.count
        }
    }
}
