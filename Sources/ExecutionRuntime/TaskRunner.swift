public import ExecutionCore

/// Carries out the Task states of executions: calls the services, waits for what they started.
public protocol TaskRunner: Sendable {
    /// Runs one attempt to its end. It is asked again with the same request after a restart, so what it starts carries
    /// ``TaskCall/idempotencyKey``. `submitted` reports the accepted submission of a `.sync` task.
    func run(_ call: TaskCall, submitted: @escaping @Sendable (Document) async -> Void) async -> TaskResult

    /// Whether there is an activity of this ARN.
    func activityExists(_ arn: String) async -> Bool

    /// Ends what an attempt started that is not wanted any more: its execution ended, its branch failed, its time is up.
    func cancel(_ call: TaskCall) async
}

/// One attempt of a Task state, with the execution it belongs to.
public struct TaskCall: Sendable {
    public var request: TaskRequest
    public var execution: Identity

    public init(request: TaskRequest, execution: Identity) {
        self.request = request
        self.execution = execution
    }

    /// The same for each repetition of this attempt, and for nothing else.
    public var idempotencyKey: String { "\(execution.executionARN)#\(request.task)" }
}

public enum TaskResult: Sendable, Hashable {
    case succeeded(Document)
    case failed(error: String, cause: String?)
    /// Its end comes by `SendTaskSuccess`, `SendTaskFailure`, or the restart of a server that is shutting down.
    case pending
}
