import EngineTestKit
import JSONModel
import ServicePorts
import Testing

/// AWS's recorded answers to `TestState` (`teststate.jsonl`).
@Suite struct RecordedStateTests {
    @Test func statesAnswerAsRecorded() async throws {
        try #require(Corpora.isPresent, "no recordings at \(Corpora.folder): set ETAPE_CORPORA")
        let world = try World()
        var passed = 0
        for recorded in try Corpora.lines("stepfunctions/teststate.jsonl") {
            if let difference = await difference(recorded, world) {
                Issue.record("\(recorded.string("name") ?? ""): \(difference)")
            } else {
                passed += 1
            }
        }
        print("teststate.jsonl: \(passed) as recorded")
        #expect(passed == 100)
        await world.end()
        world.remove()
    }

    private func difference(_ recorded: JSONObject, _ world: World) async -> String? {
        let matcher = RecordedValue(placeholders: recorded.strings("placeholders") ?? [])
        var input = recorded.object("request") ?? [:]
        let definition = recorded["definition"] ?? .null
        input["definition"] = .string(definition.stringValue ?? definition.serialized())
        let withoutRole = recorded["expected"]?["output"]?.serialized().contains(#""RoleArn":null"#) == true
        if !withoutRole { input["roleArn"] = World.role }
        var wanted = recorded.object("expected") ?? [:]
        wanted["ResponseMetadata"] = nil
        do {
            let output = try await world.call("TestState", input)
            return matcher.difference(.object(wanted), .object(output))
        } catch let error as AWSError {
            let exception = wanted["exception"]
            let code = exception?["Error"]?["Code"] ?? exception?["exception_typename"]
            guard code?.stringValue == error.code else { return "\(error), recorded \(wanted)" }
            let text = exception?["Error"]?["Message"]?.stringValue
            let value = exception?["exception_value"]?.stringValue?.split(separator: "operation: ", maxSplits: 1).last
            return matcher.difference(.string(text ?? value.map(String.init) ?? ""), .string(error.message))
        } catch {
            return "\(error)"
        }
    }

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
