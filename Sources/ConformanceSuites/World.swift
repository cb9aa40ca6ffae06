public import EngineTestKit
import ExecutionRuntime
import Foundation
public import Foundations
public import JSONModel
public import SQLiteStore
public import ServicePorts
public import StepFunctionsService
import Synchronization

/// Step Functions over a real store, with a clock by hand and other services scripted.
public final class World: Sendable {
    public let folder: String
    public let clock: ManualClock
    public let registry = ServiceRegistry()
    public let events = LocalEventBus()
    public let store: SQLiteStore
    public let states: StepFunctionsService
    /// How many commits there were, of all executions.
    let commits: CommitCount
    /// The role that machines are made with where a case names none.
    public static let role: JSONValue = "arn:aws:iam::000000000000:role/r"

    public init(
        folder: String? = nil, now: Timestamp = Timestamp(milliseconds: 1_700_000_000_000),
        services: [any Service] = [], quotas: Quotas = Quotas()
    ) throws {
        let path = folder ?? FileManager.default.temporaryDirectory.path + "/etape-states-" + SystemRandomness().uuid()
        self.folder = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        clock = ManualClock(now: now)
        store = try SQLiteStore(path: path + "/s.sqlite")
        let commits = CommitCount()
        self.commits = commits
        states = StepFunctionsService(
            store: store, history: store, invoker: registry, events: events, clock: clock, random: SystemRandomness(),
            quotas: quotas, observer: ExecutionObserver { _, _, _ in commits.add() })
        registry.register(states)
        for service in services { registry.register(service) }
    }

    public func end() async {
        await states.shutDown()
        try? await store.close()
    }

    public func remove() { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    public func call(_ operation: String, _ input: JSONObject) async throws -> JSONObject {
        try await registry.call("states", operation, input)
    }

    public func machine(_ definition: String, name: String = "m") async throws -> JSONValue {
        let answer = try await call(
            "CreateStateMachine", ["name": .string(name), "definition": .string(definition), "roleArn": Self.role])
        return answer["stateMachineArn"] ?? .null
    }

    /// Starts and waits for the end, which the service tells on the bus.
    public func run(_ definition: String, input: String = "{}", name: String = "e") async throws -> JSONObject {
        let machine = try await machine(definition)
        let told = events.subscribe()
        let answer = try await call(
            "StartExecution", ["stateMachineArn": machine, "name": .string(name), "input": .string(input)])
        return try await ended(answer.string("executionArn") ?? "", told)
    }

    public func ended(_ arn: String, _ told: AsyncStream<ServiceEvent>) async throws -> JSONObject {
        for await event in told where event.resources == [arn] && event.detail.string("status") != "RUNNING" {
            break
        }
        return try await call("DescribeExecution", ["executionArn": .string(arn)])
    }

    public func history(_ arn: String) async throws -> [JSONObject] {
        try await call("GetExecutionHistory", ["executionArn": .string(arn), "maxResults": 1000])
            .array("events")?.compactMap(\.objectValue) ?? []
    }
}

/// Counts what changes while nobody looks.
final class CommitCount: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
