import ExecutionCore
import Foundations
import Synchronization

/// The executions that run in this process, and which of their tasks a token stands for. The tokens follow from the
/// executions' state: they are drawn by the core and come back from the journal.
final class ExecutionDirectory: Sendable {
    struct TokenEntry: Sendable {
        var execution: String
        var task: TaskID
    }

    private struct Entry {
        var process: RunningExecution
        var startTime: Timestamp
    }

    private struct State {
        var executions: [String: Entry] = [:]
        var tokens: [String: TokenEntry] = [:]
    }

    private let state = Mutex(State())

    /// False where an execution of that ARN runs already.
    func add(_ process: RunningExecution, _ identity: Identity) -> Bool {
        let arn = identity.executionARN
        return state.withLock { state in
            guard state.executions[arn] == nil else { return false }
            state.executions[arn] = Entry(process: process, startTime: identity.startTime)
            return true
        }
    }

    func remove(_ arn: String) { state.withLock { _ = $0.executions.removeValue(forKey: arn) } }

    subscript(arn: String) -> RunningExecution? { state.withLock { $0.executions[arn]?.process } }

    var all: [RunningExecution] { state.withLock { $0.executions.values.map(\.process) } }

    var arns: [String] { state.withLock { Array($0.executions.keys) } }

    func started(before moment: Timestamp) -> [RunningExecution] {
        state.withLock { $0.executions.values.filter { $0.startTime < moment }.map(\.process) }
    }

    var count: Int { state.withLock { $0.executions.count } }

    func add(token: String, execution: String, task: TaskID) {
        state.withLock { $0.tokens[token] = TokenEntry(execution: execution, task: task) }
    }

    func remove(token: String) { state.withLock { _ = $0.tokens.removeValue(forKey: token) } }

    func entry(ofToken token: String) -> TokenEntry? { state.withLock { $0.tokens[token] } }
}
