import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Synchronization
import Testing

@testable import LambdaService

@Suite(.timeLimit(.minutes(1)))
struct EventTests {
    let bench = Bench()

    private func accept() async throws {
        let response = try await bench.call(
            "Invoke", ["FunctionName": "f", "InvocationType": "Event"], body: #"{"n":1}"#)
        #expect(response.output == ["StatusCode": 202] && response.httpStatus == 202)
    }

    private var stored: [QueuedEvent] {
        get async throws {
            try await bench.store.all(service: "lambda", kind: "event").compactMap { QueuedEvent($0.value) }
        }
    }

    /// Returns when the service sleeps until that time after the test's start.
    private func sleeping(until seconds: Int, from start: Timestamp) async {
        while bench.clock.nextDeadline != start + .seconds(seconds) { await Task.yield() }
    }

    private func over() async throws {
        while try await !stored.isEmpty { await Task.yield() }
    }

    @Test func `an event is run and then forgotten`() async throws {
        try await bench.create()
        try await accept()
        var begun = bench.host.begun.makeAsyncIterator()
        _ = await begun.next()
        try await over()
        #expect(bench.host.invocations.map(\.invocation.payload) == [Array(#"{"n":1}"#.utf8)])
    }

    @Test func `a failed event is run again after one and two minutes, and then goes to the dead letters`() async throws
    {
        let topic: JSONValue = "arn:aws:sns:us-east-1:000000000000:dead"
        try await bench.create("f", ["DeadLetterConfig": ["TargetArn": topic]])
        bench.host.will(.success(failed), .success(failed), .success(failed))
        let start = bench.clock.now
        try await accept()
        await sleeping(until: 60, from: start)
        #expect(try await stored.map(\.failures) == [1])
        bench.clock.advance(by: .seconds(60))
        await sleeping(until: 180, from: start)
        bench.clock.advance(by: .seconds(120))
        try await over()
        #expect(bench.host.invocations.count == 3)
        #expect(Set(bench.host.invocations.map(\.invocation.requestID)).count == 1)
        let published = bench.neighbours.calls.withLock { $0 }.filter { $0.operation == "Publish" }.map(\.input)
        #expect(published.map { $0["TopicArn"] } == [topic])
        #expect(published.first?["Message"] == #"{"n":1}"#)
        #expect(published.first?["MessageAttributes"]?["ErrorMessage"]?["StringValue"] == "no")
    }

    @Test func `an accepted event survives its server`() async throws {
        try await bench.create()
        bench.host.will(.success(failed))
        let start = bench.clock.now
        try await accept()
        await sleeping(until: 60, from: start)
        await bench.service.shutDown()
        #expect(try await stored.count == 1)
        let host = ScriptedHost()
        let next = LambdaService(
            store: bench.store, invoker: bench.neighbours, clock: bench.clock, random: SeededRandomness(seed: 2),
            host: host)
        try await next.resume()
        #expect(host.state.withLock { $0.kept } == ["f/3"])
        bench.clock.advance(by: .seconds(60))
        try await over()
        #expect(host.invocations.map(\.invocation.payload) == [Array(#"{"n":1}"#.utf8)])
    }

    @Test func `the same call twice is one event`() async throws {
        try await bench.create()
        bench.host.will(.success(failed))
        let start = bench.clock.now
        let context = CallContext(idempotencyKey: "effect-1")
        let request = ServiceRequest(
            "lambda", "Invoke", ["FunctionName": "f", "InvocationType": "Event"], context: context)
        _ = try await bench.service.call(request)
        await sleeping(until: 60, from: start)
        #expect(try await bench.service.call(request).httpStatus == 202)
        #expect(try await stored.count == 1)
        #expect(bench.host.invocations.count == 1)
    }

    @Test func `what cannot be run is tried for six hours`() {
        let start = Timestamp(milliseconds: 0)
        var event = QueuedEvent(functionName: "f", requestID: "r", payload: "{}", accepted: start)
        var pauses: [Duration] = []
        while let next = event.next(after: .system, at: event.notBefore) {
            pauses.append(next.notBefore - event.notBefore)
            event = next
        }
        #expect(pauses.prefix(4) == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(pauses.last == .seconds(300))
        #expect(event.notBefore <= start + .seconds(6 * 3600))
        #expect(event.notBefore + .seconds(300) > start + .seconds(6 * 3600))
    }
}
