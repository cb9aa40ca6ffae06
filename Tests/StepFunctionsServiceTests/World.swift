import EngineTestKit
import Foundation
import Foundations
import JSONModel
import SQLiteStore
import ServicePorts
import StepFunctionsService
import Synchronization

/// A service that answers by a closure and remembers its calls.
final class ScriptedService: Service {
    let name: String
    let operations: Set<String>
    private let answer: @Sendable (ServiceRequest) async throws -> ServiceResponse
    private let seen = Mutex<[ServiceRequest]>([])

    init(
        _ name: String, _ operations: Set<String>,
        answer: @escaping @Sendable (ServiceRequest) async throws -> ServiceResponse
    ) {
        self.name = name
        self.operations = operations
        self.answer = answer
    }

    var calls: [ServiceRequest] { seen.withLock { $0 } }

    func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        seen.withLock { $0.append(request) }
        return try await answer(request)
    }
}

/// Step Functions over a real store, with a clock by hand and other services scripted.
final class World: Sendable {
    let folder: String
    let clock = ManualClock()
    let registry = ServiceRegistry()
    let events = LocalEventBus()
    let store: SQLiteStore
    let states: StepFunctionsService
    static let role: JSONValue = "arn:aws:iam::000000000000:role/r"

    init(folder: String? = nil, services: [any Service] = []) throws {
        let path = folder ?? FileManager.default.temporaryDirectory.path + "/etape-states-" + SystemRandomness().uuid()
        self.folder = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        store = try SQLiteStore(path: path + "/s.sqlite")
        states = StepFunctionsService(
            store: store, history: store, invoker: registry, events: events, clock: clock, random: SystemRandomness())
        registry.register(states)
        for service in services { registry.register(service) }
    }

    func end() async {
        await states.shutDown()
        try? await store.close()
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func call(_ operation: String, _ input: JSONObject) async throws -> JSONObject {
        try await registry.call("states", operation, input)
    }

    func machine(_ definition: String, name: String = "m") async throws -> JSONValue {
        let answer = try await call(
            "CreateStateMachine", ["name": .string(name), "definition": .string(definition), "roleArn": Self.role])
        return answer["stateMachineArn"] ?? .null
    }

    /// Starts and waits for the end, which the service tells on the bus.
    func run(_ definition: String, input: String = "{}", name: String = "e") async throws -> JSONObject {
        let machine = try await machine(definition)
        let told = events.subscribe()
        let answer = try await call(
            "StartExecution", ["stateMachineArn": machine, "name": .string(name), "input": .string(input)])
        return try await ended(answer.string("executionArn") ?? "", told)
    }

    func ended(_ arn: String, _ told: AsyncStream<ServiceEvent>) async throws -> JSONObject {
        for await event in told where event.resources == [arn] && event.detail.string("status") != "RUNNING" {
            break
        }
        return try await call("DescribeExecution", ["executionArn": .string(arn)])
    }

    func history(_ arn: String) async throws -> [JSONObject] {
        try await call("GetExecutionHistory", ["executionArn": .string(arn), "maxResults": 1000])
            .array("events")?.compactMap(\.objectValue) ?? []
    }
}

/// A word that a test changes while others read it.
final class JobState: Sendable {
    private let state: Mutex<String>
    init(_ value: String) { state = Mutex(value) }
    var value: String {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
