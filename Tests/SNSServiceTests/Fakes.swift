import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Synchronization

/// A clock on which every sleep is over at once, at its deadline; keeps how long each sleep was.
final class SteppingClock: TimeSource {
    private let state: Mutex<(now: Timestamp, sleeps: [Duration])>

    init(now: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)) { state = Mutex((now, [])) }

    var now: Timestamp { state.withLock { $0.now } }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }
    func advance(by duration: Duration) { state.withLock { $0.now = $0.now + duration } }

    func sleep(until deadline: Timestamp) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.sleeps.append(deadline - state.now)
            state.now = max(state.now, deadline)
        }
    }
}

/// A clock that tells that somebody sleeps, and lets nobody wake but by cancellation.
final class ParkingClock: TimeSource {
    let now = Timestamp(milliseconds: 1_700_000_000_000)
    let parked: AsyncStream<Timestamp>
    private let announce: AsyncStream<Timestamp>.Continuation

    init() { (parked, announce) = AsyncStream.makeStream(of: Timestamp.self) }

    func sleep(until deadline: Timestamp) async throws {
        announce.yield(deadline)
        let (never, continuation) = AsyncStream.makeStream(of: Void.self)
        defer { continuation.finish() }
        for await _ in never {}
        throw CancellationError()
    }
}

/// What a fake does with each call: fails as scripted, and keeps what it has taken.
final class Script<Item: Sendable>: Sendable {
    private let state: Mutex<(failures: [DeliveryFailure], taken: [Item], attempts: Int, always: DeliveryFailure?)>

    init(_ failures: [DeliveryFailure] = [], always: DeliveryFailure? = nil) {
        state = Mutex((failures, [], 0, always))
    }

    var taken: [Item] { state.withLock { $0.taken } }
    var attempts: Int { state.withLock { $0.attempts } }

    func take(_ item: Item) throws(DeliveryFailure) {
        let failure: DeliveryFailure? = state.withLock { state in
            state.attempts += 1
            if let always = state.always { return always }
            if !state.failures.isEmpty { return state.failures.removeFirst() }
            state.taken.append(item)
            return nil
        }
        if let failure { throw failure }
    }
}

struct FakeMailer: Mailer {
    let script: Script<Email>
    let sender = "etl@example.org"
    func send(_ email: Email) async throws(DeliveryFailure) { try script.take(email) }
}

struct FakeGateway: SMSGateway {
    let script: Script<TextMessage>
    func send(_ message: TextMessage) async throws(DeliveryFailure) { try script.take(message) }
}

final class FakePoster: WebhookPoster {
    private let state: Mutex<(statuses: [Int], posted: [WebhookRequest])>
    init(_ statuses: [Int] = []) { state = Mutex((statuses, [])) }
    var posted: [WebhookRequest] { state.withLock { $0.posted } }

    /// Answers with the next status; with 200 where none is left.
    func post(_ request: WebhookRequest) async throws(DeliveryFailure) -> WebhookResponse {
        state.withLock { state in
            state.posted.append(request)
            return WebhookResponse(status: state.statuses.isEmpty ? 200 : state.statuses.removeFirst())
        }
    }
}

/// Serves `lambda` Invoke; knows no other service.
final class FakeInvoker: ServiceInvoker {
    private let state = Mutex<[ServiceRequest]>([])
    var requests: [ServiceRequest] { state.withLock { $0 } }

    func invoke(_ request: ServiceRequest) async throws(AWSError) -> ServiceResponse {
        guard request.service == "lambda" else { throw .unknownOperation(request.service, request.operation) }
        state.withLock { $0.append(request) }
        return ServiceResponse(["StatusCode": 202])
    }
}

/// A store that takes so many commits and then none: the process has died, whatever it goes on to do.
final class DyingStore: ResourceStore {
    struct Dead: Error {}
    private let store: any ResourceStore
    private let left: Mutex<Int>

    init(_ store: any ResourceStore, commits: Int) {
        self.store = store
        left = Mutex(commits)
    }

    func get(_ key: ResourceKey) async throws -> JSONValue? { try await store.get(key) }
    func list(
        scope: String, service: String, kind: String, prefix: String, after: String?, limit: Int?
    ) async throws -> [Resource] {
        try await store.list(scope: scope, service: service, kind: kind, prefix: prefix, after: after, limit: limit)
    }
    func all(service: String, kind: String) async throws -> [Resource] {
        try await store.all(service: service, kind: kind)
    }
    func commit(_ changes: [ResourceChange]) async throws {
        try left.withLock { left in
            guard left > 0 else { throw Dead() }
            left -= 1
        }
        try await store.commit(changes)
    }
}
