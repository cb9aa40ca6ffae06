import EngineTestKit
import Foundation
import Foundations
import GlueService
import JSONModel
import ServicePorts
import Synchronization
import Testing

/// A service whose operations are one closure.
struct FakeService: Service {
    let name: String
    let operations: Set<String>
    let answer: @Sendable (ServiceRequest) async throws -> ServiceResponse
    func call(_ request: ServiceRequest) async throws -> ServiceResponse { try await answer(request) }
}

/// An engine that does what a test says.
struct FakeEngine: JobEngine {
    typealias Behaviour =
        @Sendable (JobRequest, _ events: @escaping @Sendable (JobEvent) -> Void) async throws -> JobResult
    let behaviour: Behaviour

    func run(_ request: JobRequest, events: @escaping @Sendable (JobEvent) -> Void) async throws -> JobResult {
        try await behaviour(request, events)
    }

    /// Says that the script has begun, and ends only when it is stopped.
    static let endless: Behaviour = { _, events in
        events(.started)
        let (stream, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in stream {}
        return .stopped
    }

    static let success: Behaviour = { _, events in
        events(.started)
        return .succeeded
    }
}

/// GlueService with everything around it in memory, but for the runs' folder.
final class GlueWorld: Sendable {
    let store: MemoryResourceStore
    let clock = ManualClock()
    let registry = ServiceRegistry()
    let bus = LocalEventBus()
    let children = ChildEnvironment(inherited: ["PATH": "/bin"])
    let folder = FileManager.default.temporaryDirectory.path + "/etape-glue-tests-\(getpid())-\(counter.add())"
    let logs = Mutex<[String: [String]]>([:])
    let glue: GlueService

    static let counter = Counter()
    static let script = "s3://lake/scripts/job.py"

    init(
        store: MemoryResourceStore = MemoryResourceStore(), seed: UInt64 = 1,
        _ behaviour: @escaping FakeEngine.Behaviour = FakeEngine.success
    ) {
        self.store = store
        glue = GlueService(
            store: store, invoker: registry, clock: clock, random: SeededRandomness(seed: seed),
            engine: FakeEngine(behaviour: behaviour), events: bus, children: children, folder: folder)
        registry.register(glue)
        registry.register(
            FakeService(name: "s3", operations: ["GetObject"]) { request in
                guard request.input.string("Key")?.hasPrefix("scripts/") == true else {
                    throw AWSError("NoSuchKey", "The specified key does not exist.")
                }
                return ServiceResponse(body: .bytes(Array("print(1)\n".utf8)))
            })
        registry.register(
            FakeService(name: "logs", operations: ["CreateLogGroup", "CreateLogStream", "PutLogEvents"]) {
                [weak self] request in
                self?.record(request)
                return ServiceResponse()
            })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func record(_ request: ServiceRequest) {
        guard request.operation == "PutLogEvents" else { return }
        let place = request.input.string("logGroupName")! + "|" + request.input.string("logStreamName")!
        let lines = request.input.array("logEvents")!.map { $0["message"]!.stringValue! }
        logs.withLock { $0[place, default: []] += lines }
    }

    @discardableResult
    func call(_ operation: String, _ input: JSONObject = [:], key: String? = nil) async throws -> JSONObject {
        try await registry.call("glue", operation, input, context: CallContext(idempotencyKey: key))
    }

    /// The code of the error that a call answers.
    func refusal(_ operation: String, _ input: JSONObject = [:]) async -> String? {
        do {
            try await call(operation, input)
            return nil
        } catch { return (error as? AWSError)?.code }
    }

    func createJob(_ name: String = "extract", _ members: JSONObject = [:]) async throws {
        let job: JSONObject = [
            "Name": .string(name), "Role": "arn:aws:iam::000000000000:role/glue",
            "Command": ["Name": "glueetl", "ScriptLocation": .string(Self.script)],
        ]
        try await call("CreateJob", job.merging(members))
    }

    func start(_ name: String = "extract", _ members: JSONObject = [:], key: String? = nil) async throws -> String {
        let output = try await call("StartJobRun", JSONObject([("JobName", .string(name))]).merging(members), key: key)
        return output.string("JobRunId")!
    }

    func run(_ id: String, of name: String = "extract") async throws -> JSONObject {
        try await call("GetJobRun", ["JobName": .string(name), "RunId": .string(id)]).object("JobRun")!
    }

    /// Starts a run and waits for the event that tells its end.
    func runToEnd(_ name: String = "extract", _ members: JSONObject = [:]) async throws -> JSONObject {
        let events = bus.subscribe()
        let id = try await start(name, members)
        await Self.end(of: id, events)
        return try await run(id, of: name)
    }

    @discardableResult
    static func end(of id: String, _ events: AsyncStream<ServiceEvent>) async -> ServiceEvent? {
        for await event in events
        where event.detailType == "Glue Job State Change" && event.detail.string("jobRunId") == id {
            return event
        }
        return nil
    }

    func waitFor(_ state: String, _ id: String, of name: String = "extract") async throws {
        while try await run(id, of: name).string("JobRunState") != state { await Task.yield() }
    }
}

final class Counter: Sendable {
    private let value = Mutex(0)
    @discardableResult
    func add() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
    var count: Int { value.withLock { $0 } }
}
