import Dispatch
import Synchronization

/// Runs calls that block on threads of their own, a few at a time: the cooperative pool is never held up.
final class BlockingWork: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let limit: Int
    private let queue: DispatchQueue
    private let state = Mutex(State())

    init(label: String, limit: Int) {
        self.limit = limit
        queue = DispatchQueue(label: label, attributes: .concurrent)
    }

    func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            submit { continuation.resume(returning: body()) }
        }
    }

    private func submit(_ job: @escaping @Sendable () -> Void) {
        let starts = state.withLock { state in
            guard state.running < limit else {
                state.waiting.append(job)
                return false
            }
            state.running += 1
            return true
        }
        if starts { start(job) }
    }

    private func start(_ job: @escaping @Sendable () -> Void) {
        queue.async {
            job()
            self.startNext()
        }
    }

    private func startNext() {
        let next: (@Sendable () -> Void)? = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        if let next { start(next) }
    }
}
