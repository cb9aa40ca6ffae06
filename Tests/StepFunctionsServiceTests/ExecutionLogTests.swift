import ConformanceSuites
import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import StepFunctionsService
import Synchronization
import Testing

/// The log events of executions, with a Logs service that is scripted.
/// https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
@Suite struct ExecutionLogTests {
    /// What a Logs service took; it refuses its first writes.
    private final class Log: Sendable {
        private let state: Mutex<(failures: Int, batches: [[JSONObject]])>

        init(failures: Int = 0) { state = Mutex((failures, [])) }

        var batches: [[JSONObject]] { state.withLock { $0.batches } }

        var messages: [JSONObject] {
            batches.joined().compactMap { event in
                (try? JSONValue(parsing: event.string("message") ?? ""))?.objectValue
            }
        }

        func put(_ input: JSONObject) throws {
            try state.withLock { state in
                guard state.failures == 0 else {
                    state.failures -= 1
                    throw AWSError("ServiceUnavailableException", "The disk is full.", fault: .server)
                }
                state.batches.append((input.array("logEvents") ?? []).compactMap(\.objectValue))
            }
        }

        var service: ScriptedService {
            ScriptedService("logs", ["CreateLogGroup", "CreateLogStream", "PutLogEvents"]) { [self] request in
                if request.operation == "PutLogEvents" { try put(request.input) }
                if request.operation == "CreateLogGroup" {
                    throw AWSError("ResourceAlreadyExistsException", "The specified log group already exists")
                }
                return ServiceResponse()
            }
        }
    }

    private func start(_ definition: String, input: String = "{}", in world: World) async throws -> JSONValue {
        let arn: JSONValue = "arn:aws:logs:us-east-1:000000000000:log-group:g:*"
        let created = try await world.call(
            "CreateStateMachine",
            [
                "name": "m", "definition": .string(definition), "roleArn": World.role,
                "loggingConfiguration": [
                    "level": "ALL", "includeExecutionData": true,
                    "destinations": [["cloudWatchLogsLogGroup": ["logGroupArn": arn]]],
                ],
            ])
        let machine = created["stateMachineArn"] ?? .null
        let told = world.events.subscribe()
        let answer = try await world.call("StartExecution", ["stateMachineArn": machine, "input": .string(input)])
        return .object(try await world.ended(answer.string("executionArn") ?? "", told))
    }

    private static let pass = #"{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}"#

    @Test func nothingIsLostWhileLogsCannotBeWritten() async throws {
        let log = Log(failures: 3)
        let world = try World(services: [log.service])
        defer { world.remove() }
        _ = try await start(Self.pass, in: world)
        while log.messages.count < 4 {
            if let deadline = world.clock.nextDeadline { world.clock.advance(to: deadline) }
            await Task.yield()
        }
        #expect(
            log.messages.compactMap { $0.string("type") }
                == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"])
        await world.end()
    }

    @Test func longTextsAreCutAndSaySo() async throws {
        let log = Log()
        let world = try World(services: [log.service])
        defer { world.remove() }
        let input = "\"" + String(repeating: "x", count: 262_000) + "\""
        _ = try await start(Self.pass, input: input, in: world)
        _ = await world.states.metricsText()
        let details = log.messages.first?.object("details")
        #expect(details?.string("input") == String(input.prefix(1000)))
        #expect(details?["inputDetails"] == ["truncated": true])
        await world.end()
    }

    @Test func batchesAreAsLargeAsTheLogsServiceTakes() async throws {
        let log = Log()
        let world = try World(services: [log.service])
        defer { world.remove() }
        let map = """
            {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"P","States":{
            "P":{"Type":"Pass","Next":"Q"},"Q":{"Type":"Pass","End":true}}}}}}
            """
        let items = "[" + Array(repeating: "1", count: 3000).joined(separator: ",") + "]"
        let ended = try await start(map, input: items, in: world)
        _ = await world.states.metricsText()
        #expect(ended["status"] == "SUCCEEDED")
        // ExecutionStarted, MapStateEntered, MapStateStarted; six events an item; three at the end.
        #expect(log.messages.count == 3000 * 6 + 6)
        let sizes = log.batches.map { $0.reduce(0) { $0 + ($1.string("message") ?? "").utf8.count + 26 } }
        #expect(sizes.allSatisfy { $0 <= 1_048_576 } && log.batches.allSatisfy { $0.count <= 10_000 })
        await world.end()
    }
}
