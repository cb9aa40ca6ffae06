import ExecutionCore
import Foundations
import JSONModel
import ServicePorts
import Synchronization

/// What executions tell the outside: metrics and log events. Commits are taken without waiting and worked on in their
/// order by one task of its own, what has gathered meanwhile together: the engine never waits for it.
final class ExecutionTelemetry: Sendable {
    struct Commit: Sendable {
        var identity: Identity
        var events: [HistoryEvent]
        var outcome: Outcome?
    }

    private enum Item: Sendable {
        case commit(Commit)
        /// Resumed when all before it is done, and the machine's configuration forgotten.
        case mark(CheckedContinuation<Void, Never>, forgets: String?)
    }

    private struct State {
        var waiting: [Item] = []
        var isDraining = false
    }

    private let state = Mutex(State())
    private let writer: TelemetryWriter

    init(_ writer: TelemetryWriter) { self.writer = writer }

    func committed(_ identity: Identity, _ events: [HistoryEvent], _ outcome: Outcome?) {
        enqueue(.commit(Commit(identity: identity, events: events, outcome: outcome)))
    }

    /// Returns when all that was committed before is counted and logged.
    func finish() async { await withCheckedContinuation { enqueue(.mark($0, forgets: nil)) } }

    /// Reads a machine's logging configuration anew for what is committed from now on.
    func forget(_ machine: String) async { await withCheckedContinuation { enqueue(.mark($0, forgets: machine)) } }

    private func enqueue(_ item: Item) {
        let starts = state.withLock { state in
            state.waiting.append(item)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if starts { Task { await drain() } }
    }

    private func drain() async {
        while true {
            let items = state.withLock { state in
                defer { state.waiting = [] }
                if state.waiting.isEmpty { state.isDraining = false }
                return state.waiting
            }
            guard !items.isEmpty else { return }
            await handle(items)
        }
    }

    private func handle(_ items: [Item]) async {
        var commits: [Commit] = []
        for item in items {
            switch item {
            case .commit(let commit): commits.append(commit)
            case .mark(let continuation, let machine):
                await writer.write(commits)
                commits = []
                if let machine { await writer.forget(machine) }
                continuation.resume()
            }
        }
        await writer.write(commits)
    }
}

/// Turns commits into metrics and log events.
actor TelemetryWriter {
    private var metrics: ExecutionMetrics
    private var logs: ExecutionLogs

    init(_ metrics: ExecutionMetrics, _ logs: ExecutionLogs) {
        self.metrics = metrics
        self.logs = logs
    }

    func write(_ commits: [ExecutionTelemetry.Commit]) async {
        for commit in commits { metrics.count(commit) }
        // Nothing else happens meanwhile: only the drain calls, one call after the other.
        var logs = logs
        await logs.write(commits)
        self.logs = logs
    }

    func forget(_ machine: String) { logs.forget(machine) }
}
