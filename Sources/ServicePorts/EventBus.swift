public import Foundations
public import JSONModel
import Synchronization

/// Something that a service tells the others, in the form EventBridge would deliver it.
public struct ServiceEvent: Sendable {
    /// `aws.glue`
    public var source: String
    /// `Glue Job State Change`
    public var detailType: String
    public var time: Timestamp
    public var context: CallContext
    /// ARNs of the resources concerned.
    public var resources: [String]
    public var detail: JSONObject

    public init(
        source: String, detailType: String, time: Timestamp, context: CallContext, resources: [String] = [],
        detail: JSONObject
    ) {
        self.source = source
        self.detailType = detailType
        self.time = time
        self.context = context
        self.resources = resources
        self.detail = detail
    }
}

/// How the end of one service's work reaches another without polling. Events are not durable: who waits for one
/// subscribes first, then asks once for the state as it is.
public protocol EventBus: Sendable {
    func publish(_ event: ServiceEvent)
    func subscribe() -> AsyncStream<ServiceEvent>
}

/// The event bus of one process.
public final class LocalEventBus: EventBus {
    private struct State {
        var next = 0
        var subscribers: [Int: AsyncStream<ServiceEvent>.Continuation] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    public func publish(_ event: ServiceEvent) {
        let subscribers = state.withLock { Array($0.subscribers.values) }
        for subscriber in subscribers { subscriber.yield(event) }
    }

    public func subscribe() -> AsyncStream<ServiceEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: ServiceEvent.self)
        let id = state.withLock { state in
            state.next += 1
            state.subscribers[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.subscribers.removeValue(forKey: id) }
        }
        return stream
    }
}
