import ExecutionCore
import Foundations
import Synchronization

/// The tasks that wait for an activity's workers, oldest first, and the workers that wait for tasks. It holds nothing
/// that lasts: after a restart executions offer again what no worker has taken.
final class ActivityQueue: Sendable {
    struct Offer: Sendable, Hashable {
        var execution: String
        var task: TaskID
        var token: String
        var input: String
    }

    private struct Waiter {
        var id: UInt64
        var answer: CheckedContinuation<Offer?, Never>
    }

    private struct State {
        var offers: [String: [Offer]] = [:]
        var waiters: [String: [Waiter]] = [:]
        var nextWaiter: UInt64 = 0
        /// Cancelled before they waited.
        var cancelled: Set<UInt64> = []
    }

    private let state = Mutex(State())

    /// Gives the task to the worker that waits longest, or keeps it until one asks.
    func offer(_ offer: Offer, of activity: String) {
        let waiter = state.withLock { state -> Waiter? in
            guard state.waiters[activity, default: []].isEmpty else {
                return state.waiters[activity]?.removeFirst()
            }
            state.offers[activity, default: []].append(offer)
            return nil
        }
        waiter?.answer.resume(returning: offer)
    }

    /// How many workers wait for its tasks.
    func pollers(of activity: String) -> Int { state.withLock { $0.waiters[activity]?.count ?? 0 } }

    func withdraw(_ task: TaskID, of execution: String, from activity: String) {
        state.withLock { $0.offers[activity]?.removeAll { $0.execution == execution && $0.task == task } }
    }

    /// The oldest task; waits for one until `deadline`. nil where none came.
    func take(from activity: String, until deadline: Timestamp, _ clock: any TimeSource) async -> Offer? {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let timer = Task { [self] in
            guard (try? await clock.sleep(until: deadline)) != nil else { return }
            giveUp(id, activity)
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait(Waiter(id: id, answer: $0), activity) }
        } onCancel: {
            giveUp(id, activity)
        }
    }

    private func wait(_ waiter: Waiter, _ activity: String) {
        let outcome = state.withLock { state -> Offer?? in
            if state.cancelled.remove(waiter.id) != nil { return .some(nil) }
            if state.offers[activity]?.isEmpty == false { return state.offers[activity]?.removeFirst() }
            state.waiters[activity, default: []].append(waiter)
            return .none
        }
        if let outcome { waiter.answer.resume(returning: outcome) }
    }

    private func giveUp(_ id: UInt64, _ activity: String) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiters[activity]?.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.waiters[activity]?.remove(at: index)
        }
        waiter?.answer.resume(returning: nil)
    }
}
