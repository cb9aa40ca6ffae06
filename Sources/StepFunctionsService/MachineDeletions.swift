import ExecutionCore
import Synchronization

/// The machines that are being deleted, and who is told when their executions move.
final class MachineDeletions: Sendable {
    typealias Listener = @Sendable (_ identity: Identity, _ hasEnded: Bool) -> Void

    private struct State {
        var machines: Set<String> = []
        var listener: Listener?
    }

    private let state = Mutex(State())

    func add(_ machine: String) { state.withLock { _ = $0.machines.insert(machine) } }

    func remove(_ machine: String) { state.withLock { _ = $0.machines.remove(machine) } }

    /// `listener` is told of the transitions and the ends of such machines' executions.
    func tell(_ listener: @escaping Listener) { state.withLock { $0.listener = listener } }

    func committed(_ identity: Identity, _ events: [HistoryEvent], _ outcome: Outcome?) {
        let listener = state.withLock { $0.machines.contains(identity.stateMachineARN) ? $0.listener : nil }
        guard let listener else { return }
        if outcome != nil {
            listener(identity, true)
        } else if events.contains(where: { $0.type.hasSuffix("StateExited") }) {
            listener(identity, false)
        }
    }
}
