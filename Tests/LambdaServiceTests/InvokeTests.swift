import EngineTestKit
import Foundation
import Foundations
import JSONModel
import LambdaService
import ServicePorts
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct InvokeTests {
    let bench = Bench()

    @Test func `a synchronous invocation answers what the function answers`() async throws {
        try await bench.create("f", ["Environment": ["Variables": ["TOPIC": "t"]], "MemorySize": 256])
        let response = try await bench.call("Invoke", ["FunctionName": "f"], body: #"{"a":1}"#)
        #expect(response.output == ["StatusCode": 200, "ExecutedVersion": "$LATEST"])
        #expect(bench.text(response) == #"{"a":1}"#)
        let function = try #require(bench.host.invocations.first?.function)
        #expect(function.variables == ["TOPIC": "t"])
        #expect((function.memorySize, function.timeout, function.codeFolder) == (256, 3, "f/3"))
    }

    @Test func `without a payload the event is an empty object`() async throws {
        try await bench.create()
        try await bench.call("Invoke", ["FunctionName": "f"])
        #expect(bench.host.invocations.first?.invocation.payload == Array("{}".utf8))
    }

    @Test func `a function's failure is an answer, with its log's tail`() async throws {
        try await bench.create()
        var outcome = failed
        outcome.logTail = Array("log".utf8)
        bench.host.will(.success(outcome))
        let response = try await bench.call("Invoke", ["FunctionName": "f", "LogType": "Tail"])
        #expect(response.output["FunctionError"] == "Unhandled")
        #expect(response.output["LogResult"] == "bG9n")
        #expect(bench.text(response) == #"{"errorMessage":"no"}"#)
    }

    @Test func `a dry run runs nothing`() async throws {
        try await bench.create()
        let response = try await bench.call("Invoke", ["FunctionName": "f", "InvocationType": "DryRun"])
        #expect(response.output["StatusCode"] == 204 && response.httpStatus == 204)
        #expect(bench.host.invocations.isEmpty)
    }

    @Test func `a runtime that is not served is refused by name when invoked`() async throws {
        try await bench.create("f", ["Runtime": "nodejs20.x"])
        let error = try await bench.error("Invoke", ["FunctionName": "f"])
        #expect(error.code == "InvalidRuntimeException")
        #expect(error.message == "Runtime nodejs20.x is not served here.")
    }

    @Test func `payloads that are refused`() async throws {
        try await bench.create()
        let text = try await bench.error("Invoke", ["FunctionName": "f"], body: "{")
        #expect(text.code == "InvalidRequestContentException")
        let large = "\"" + String(repeating: "x", count: 1_048_575) + "\""
        let event = try await bench.error("Invoke", ["FunctionName": "f", "InvocationType": "Event"], body: large)
        #expect(event.code == "RequestTooLargeException" && event.httpStatus == 413)
        try await bench.call("Invoke", ["FunctionName": "f"], body: large)
        let larger = "\"" + String(repeating: "x", count: 6_291_455) + "\""
        let request = try await bench.error("Invoke", ["FunctionName": "f"], body: larger)
        #expect(request.message == "Request must be smaller than 6291456 bytes for the InvokeFunction operation")
    }

    @Test func `a client's context is base64 of a JSON object`() async throws {
        try await bench.create()
        let context = Data("{\n\"a\": 1}".utf8).base64EncodedString()
        try await bench.call("Invoke", ["FunctionName": "f", "ClientContext": .string(context)])
        #expect(bench.host.invocations.first?.invocation.clientContext == #"{"a":1}"#)
        let error = try await bench.error("Invoke", ["FunctionName": "f", "ClientContext": "e"])
        #expect(error.code == "InvalidRequestContentException")
    }

    @Test func `more at a time than allowed are throttled`() async throws {
        let bench = Bench(mostConcurrent: 1)
        try await bench.create()
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        bench.host.state.withLock { $0.gate = gate }
        async let first = bench.call("Invoke", ["FunctionName": "f"])
        for await _ in bench.host.begun { break }
        let error = try await bench.error("Invoke", ["FunctionName": "f"])
        #expect(error.code == "TooManyRequestsException")
        #expect(error.members["Reason"] == "ConcurrentInvocationLimitExceeded")
        opening.finish()
        #expect(try await first.output["StatusCode"] == 200)
        try await bench.call("Invoke", ["FunctionName": "f"])
    }
}
