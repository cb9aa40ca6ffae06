public import ExecutionCore
import Foundations
import ServicePorts

/// What running executions share.
struct World: Sendable {
    let store: any HistoryStore
    let clock: any TimeSource
    let random: any RandomSource
    let runner: any TaskRunner
    let directory: ExecutionDirectory
    let observer: ExecutionObserver
}

/// Told of every commit, in an execution's order: the events that became durable, and how the execution stands.
public struct ExecutionObserver: Sendable {
    public var committed: @Sendable (_ identity: Identity, _ events: [HistoryEvent], _ outcome: Outcome?) -> Void

    public init(committed: @escaping @Sendable (Identity, [HistoryEvent], Outcome?) -> Void) {
        self.committed = committed
    }
}
