import EngineTestKit
import JSONModel
import ServicePorts
import StepFunctionsService
import Testing

/// `TestState` with mocks, beside AWS's recordings.
/// https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
@Suite struct MockedStateTests {
    private func test(_ resource: String, _ mock: JSONObject, _ more: JSONObject = [:]) async throws -> JSONObject {
        let definition = #"{"Type":"Task","Resource":"\#(resource)","End":true}"#
        var input: JSONObject = ["mock": .object(mock)]
        input.merge(more)
        return try await test(definition: definition, input)
    }

    private func test(definition: String, _ input: JSONObject) async throws -> JSONObject {
        let world = try World()
        defer { world.remove() }
        var request = input
        request["definition"] = .string(definition)
        let answer = try await world.call("TestState", request)
        await world.end()
        return answer
    }

    private func problem(_ resource: String, _ result: String, mode: String? = nil) async throws -> String? {
        var mock: JSONObject = ["result": .string(result)]
        mock["fieldValidationMode"] = mode.map(JSONValue.string)
        do {
            let answer = try await test("arn:aws:states:::" + resource, mock)
            #expect(answer.string("status") == "SUCCEEDED")
            return nil
        } catch let error as AWSError {
            #expect(error.code == "ValidationException")
            return error.message
        }
    }

    /// "the mocked response is validated against the polling API's schema"
    @Test func ofASyncIntegrationTheJobsDescriptionIsMocked() async throws {
        let run = #"{"JobRun":{"Id":1}}"#
        #expect(
            try await problem("glue:startJobRun.sync", run)
                == "Mock result schema validation error: Field 'Id' must be a string")
        #expect(try await problem("glue:startJobRun.sync", #"{"JobRun":{"Id":"jr"},"JobRunId":1}"#) == nil)
        #expect(
            try await problem("states:startExecution.sync:2", #"{"ExecutionArn":"a"}"#)
                == "Mock result schema validation error: Required field 'StateMachineArn' is missing")
        let ended = #"{"ExecutionArn":"a","StateMachineArn":"m","Status":"SUCCEEDED","StartDate":"d","Output":{"a":1}}"#
        #expect(try await problem("states:startExecution.sync:2", ended) == nil)
        #expect(
            try await problem("states:startExecution.sync", ended)
                == "Mock result schema validation error: Field 'Output' must be a string")
    }

    @Test func resultsThatNoAPIDescribesAreTakenAsTheyAre() async throws {
        #expect(try await problem("sns:publish.waitForTaskToken", #"{"MessageId":1}"#) == nil)
        #expect(try await problem("lambda:invoke", #"{"Payload":{"statusCode":200}}"#) == nil)
        #expect(try await problem("http:invoke", #"{"StatusCode":"x"}"#) == nil)
        #expect(try await problem("eks:call", #"{"StatusCode":"x"}"#) == nil)
        let function = "arn:aws:lambda:us-east-1:000000000000:function:f"
        #expect(try await test(function, ["result": "[1]"]).string("output") == "[1]")
    }

    @Test func modes() async throws {
        let wrong = #"{"StartDate":1}"#
        #expect(
            try await problem("states:startExecution", wrong)
                == "Mock result schema validation error: Required field 'ExecutionArn' is missing")
        #expect(
            try await problem("states:startExecution", wrong, mode: "PRESENT")
                == "Mock result schema validation error: Field 'StartDate' must be a string")
        #expect(try await problem("states:startExecution", wrong, mode: "NONE") == nil)
    }

    /// AWS's name of the same member differs between the two kinds of integrations.
    @Test func namesAreTheIntegrations() async throws {
        #expect(
            try await problem("sqs:sendMessage", #"{"MD5OfMessageBody":1}"#)
                == "Mock result schema validation error: Field 'MD5OfMessageBody' must be a string")
        #expect(
            try await problem("aws-sdk:sqs:sendMessage", #"{"Md5OfMessageBody":1,"MD5OfMessageBody":1}"#)
                == "Mock result schema validation error: Field 'Md5OfMessageBody' must be a string")
    }

    @Test func aContextObjectHoldsWhatAWSDocuments() async throws {
        func refusal(_ context: String) async throws -> String? {
            do {
                _ = try await test(
                    "arn:aws:states:::sns:publish.waitForTaskToken", ["result": "1"], ["context": .string(context)])
                return nil
            } catch let error as AWSError {
                return error.message
            }
        }
        #expect(
            try await refusal(
                #"{"Execution":{"Id":"i","Input":1,"RedriveCount":0},"State":{"RetryCount":1},"Task":{"Token":"t"},"#
                    + #""Map":{"Item":{"Index":0,"Value":{}}},"StateMachine":{"Name":"m"}}"#) == nil)
        #expect(try await refusal(#"{"State":{"x":1}}"#) == "Invalid Context object provided: Field 'x' is not allowed")
        #expect(
            try await refusal(#"{"State":{"Name":1}}"#)
                == "Invalid Context object provided: Field 'Name' must be a string")
        #expect(try await refusal("[]")?.hasPrefix("Invalid Context object provided: ") == true)
    }

    @Test func whatNeedsAMock() async throws {
        let parallel = #"""
            {"Type":"Parallel","End":true,"Branches":[{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}]}
            """#
        await #expect(throws: AWSError.self) { _ = try await test(definition: parallel, [:]) }
        func cause(_ name: String, _ mock: JSONValue?) async -> String {
            var input: JSONObject = ["stateConfiguration": ["errorCausedByState": .string(name)]]
            input["mock"] = mock
            do {
                return try await test(definition: parallel, input).string("status") ?? ""
            } catch {
                return (error as? AWSError)?.message ?? "\(error)"
            }
        }
        let failure: JSONValue = ["errorOutput": ["error": "E"]]
        #expect(await cause("A", failure) == "FAILED")
        #expect(await cause("B", failure).contains("'B'"))
        #expect(await cause("A", nil) == "TestState does not support ErrorCausedByState when a mock is not specified.")
    }
}
