import ConformanceSuites
import EngineTestKit
import JSONModel
import ServicePorts
import Testing

/// `TestState` beyond what was recorded.
@Suite struct StateTestingTests {
    @Test func errorsAreRetriedThenCaught() async throws {
        let world = try World()
        let definition = #"""
            {"Type":"Task","Resource":"arn:aws:states:::sns:publish","Next":"N","Parameters":{},
            "Retry":[{"ErrorEquals":["A"],"MaxAttempts":2,"IntervalSeconds":3}],
            "Catch":[{"ErrorEquals":["States.ALL"],"Next":"C","ResultPath":"$.error"}]}
            """#
        func test(_ retries: Int) async throws -> JSONObject {
            try await world.call(
                "TestState",
                [
                    "definition": .string(definition), "inspectionLevel": "DEBUG",
                    "stateConfiguration": ["retrierRetryCount": .int(retries)],
                    "mock": ["errorOutput": ["error": "A", "cause": "why"]],
                ])
        }
        let first = try await test(1)
        #expect(first.string("status") == "RETRIABLE")
        #expect(first["inspectionData"]?["errorDetails"] == ["retryIndex": 0, "retryBackoffIntervalSeconds": 6])
        let last = try await test(2)
        #expect(last.string("status") == "CAUGHT_ERROR")
        #expect(last.string("nextState") == "C")
        #expect(last.string("output") == #"{"error":{"Error":"A","Cause":"why"}}"#)
        await world.end()
        world.remove()
    }

    @Test func aTaskWithoutAMockCallsItsService() async throws {
        let topics = ScriptedService("sns", ["Publish"]) { _ in ServiceResponse(["MessageId": "m1"]) }
        let world = try World(services: [topics])
        let answer = try await world.call(
            "TestState",
            [
                "definition":
                    #"{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sns:publish","Parameters":{"Message.$":"$.m"},"End":true}"#,
                "input": #"{"m":"hello"}"#,
            ])
        #expect(answer.string("output") == #"{"MessageId":"m1"}"#)
        #expect(topics.calls.map { $0.input["Message"] } == ["hello"])
        await world.end()
        world.remove()
    }
}
