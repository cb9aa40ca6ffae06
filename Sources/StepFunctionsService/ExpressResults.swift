import ExecutionCore
import Foundations
import Synchronization

/// Who waits for the end of which Express execution.
final class ExpressResults: Sendable {
    struct Result: Sendable {
        var outcome: Outcome
        var stopTime: Timestamp
    }

    private enum Entry: Sendable {
        /// Expected; nobody waits yet.
        case expected
        case waiting(CheckedContinuation<Result, Never>)
        case ended(Result)
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// Starts an execution and waits for its end.
    func result(of arn: String, start: () async throws -> Void) async throws -> Result {
        entries.withLock { $0[arn] = .expected }
        do {
            try await start()
        } catch {
            entries.withLock { _ = $0.removeValue(forKey: arn) }
            throw error
        }
        return await withCheckedContinuation { continuation in
            let ended = entries.withLock { entries -> Result? in
                if case .ended(let result) = entries[arn] {
                    entries[arn] = nil
                    return result
                }
                entries[arn] = .waiting(continuation)
                return nil
            }
            if let ended { continuation.resume(returning: ended) }
        }
    }

    func ended(_ arn: String, _ result: Result) {
        let waiting = entries.withLock { entries -> CheckedContinuation<Result, Never>? in
            switch entries[arn] {
            case .expected: entries[arn] = .ended(result)
            case .waiting(let continuation):
                entries[arn] = nil
                return continuation
            default: break
            }
            return nil
        }
        waiting?.resume(returning: result)
    }
}
