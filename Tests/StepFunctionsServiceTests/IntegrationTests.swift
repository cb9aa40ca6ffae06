import ConformanceSuites
import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import StepFunctionsService
import Testing

@Suite struct IntegrationTests {
    static let job = #"""
        {"StartAt":"J","States":{"J":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync",
        "Parameters":{"JobName":"job"},"End":true}}}
        """#

    private func glue(_ state: JobState) -> ScriptedService {
        ScriptedService("glue", ["StartJobRun", "GetJobRun", "BatchStopJobRun"]) { request in
            switch request.operation {
            case "StartJobRun": return ServiceResponse(["JobRunId": "jr_1"])
            case "GetJobRun":
                return ServiceResponse([
                    "JobRun": [
                        "Id": "jr_1", "JobName": "job", "JobRunState": .string(state.value),
                        "StartedOn": 1.5, "ErrorMessage": "ValueError: bad",
                    ]
                ])
            default:
                state.value = "STOPPED"
                return ServiceResponse()
            }
        }
    }

    private func tell(_ world: World) {
        world.events.publish(
            ServiceEvent(
                source: "aws.glue", detailType: "Glue Job State Change", time: world.clock.now, context: CallContext(),
                detail: ["jobRunId": "jr_1"]))
    }

    @Test func waitsForAJobRunsEnd() async throws {
        let state = JobState("RUNNING")
        let service = glue(state)
        let world = try World(services: [service])
        defer { world.remove() }
        let machine = try await world.machine(Self.job)
        let told = world.events.subscribe()
        let arn = try await world.call("StartExecution", ["stateMachineArn": machine]).string("executionArn") ?? ""
        while service.calls.count < 2 { await Task.yield() }
        state.value = "SUCCEEDED"
        tell(world)
        let result = try await world.ended(arn, told)
        #expect(result.string("status") == "SUCCEEDED")
        let output = try JSONValue(parsing: result.string("output") ?? "")
        #expect(output["JobRunState"] == "SUCCEEDED" && output["StartedOn"] == 1500)
        let types = try await world.history(arn).compactMap { $0.string("type") }
        #expect(
            types == [
                "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted",
                "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded",
            ])
        await world.end()
    }

    @Test func aFailedJobRunIsTaskFailedWithTheRunAsCause() async throws {
        let world = try World(services: [glue(JobState("FAILED"))])
        defer { world.remove() }
        let result = try await world.run(Self.job)
        #expect(result.string("status") == "FAILED" && result.string("error") == "States.TaskFailed")
        #expect(try JSONValue(parsing: result.string("cause") ?? "")["ErrorMessage"] == "ValueError: bad")
        await world.end()
    }

    @Test func stoppingAnExecutionStopsItsJobRun() async throws {
        let service = glue(JobState("RUNNING"))
        let world = try World(services: [service])
        defer { world.remove() }
        let machine = try await world.machine(Self.job)
        let arn = try await world.call("StartExecution", ["stateMachineArn": machine])["executionArn"] ?? .null
        while service.calls.count < 2 { await Task.yield() }
        try await world.call("StopExecution", ["executionArn": arn])
        while !service.calls.contains(where: { $0.operation == "BatchStopJobRun" }) { await Task.yield() }
        await world.end()
    }

    /// The process dies while a job runs: the next one waits for the same run and submits nothing again.
    @Test func aRestartWaitsForTheSameRun() async throws {
        let state = JobState("RUNNING")
        let first = glue(state)
        let world = try World(services: [first])
        defer { world.remove() }
        let machine = try await world.machine(Self.job)
        let arn = try await world.call("StartExecution", ["stateMachineArn": machine]).string("executionArn") ?? ""
        while first.calls.count < 2 { await Task.yield() }
        await world.end()
        state.value = "SUCCEEDED"
        let second = glue(state)
        let after = try World(folder: world.folder, services: [second])
        let told = after.events.subscribe()
        #expect(try await after.states.resume() == [arn])
        #expect(try await after.ended(arn, told).string("status") == "SUCCEEDED")
        #expect(!second.calls.contains { $0.operation == "StartJobRun" })
        await after.end()
    }

    @Test func lambdaResultsAndErrors() async throws {
        let lambda = ScriptedService("lambda", ["Invoke"]) { request in
            guard case .bytes(let payload) = request.body else { return ServiceResponse() }
            let input = try JSONValue(parsing: payload)
            if input["fail"] != nil {
                return ServiceResponse(
                    ["StatusCode": 200, "FunctionError": "Unhandled"],
                    body: .bytes(Array(#"{"errorMessage":"no","errorType":"ValueError"}"#.utf8)))
            }
            return ServiceResponse(["StatusCode": 200, "ExecutedVersion": "$LATEST"], body: .bytes(payload))
        }
        let world = try World(services: [lambda])
        defer { world.remove() }
        let definition = #"""
            {"StartAt":"L","States":{"L":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
            "Parameters":{"FunctionName":"f","Payload.$":"$"},"OutputPath":"$.Payload","End":true}}}
            """#
        let result = try await world.run(definition, input: #"{"a":[1,2.50]}"#, name: "good")
        #expect(result.string("output") == #"{"a":[1,2.50]}"#)
        let failed = try await world.run(definition, input: #"{"fail":1}"#, name: "bad")
        #expect(failed.string("error") == "ValueError")
        await world.end()
    }

    @Test func whatIsNotServedFailsByName() async throws {
        let world = try World()
        defer { world.remove() }
        let result = try await world.run(
            #"""
            {"StartAt":"Q","States":{"Q":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage",
            "Parameters":{"QueueUrl":"q","MessageBody":"b"},"End":true}}}
            """#)
        #expect(result.string("status") == "FAILED")
        #expect(result.string("cause")?.contains("sqs:SendMessage is not served here") == true)
        await world.end()
    }

    @Test func aTaskTokenEndsItsTask() async throws {
        let sns = ScriptedService("sns", ["Publish"]) { _ in ServiceResponse(["MessageId": "1"]) }
        let world = try World(services: [sns])
        defer { world.remove() }
        let machine = try await world.machine(
            #"""
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish.waitForTaskToken",
            "Parameters":{"TopicArn":"t","Message.$":"$$.Task.Token"},"End":true}}}
            """#)
        let told = world.events.subscribe()
        let arn = try await world.call("StartExecution", ["stateMachineArn": machine]).string("executionArn") ?? ""
        while sns.calls.isEmpty { await Task.yield() }
        let token = sns.calls[0].input["Message"] ?? .null
        try await world.call("SendTaskSuccess", ["taskToken": token, "output": #"{"done":true}"#])
        #expect(try await world.ended(arn, told).string("output") == #"{"done":true}"#)
        await world.end()
    }
}
