public import Foundations

/// What happens to an execution from outside. The journal is the list of an execution's inputs; folding
/// ``Execution/apply(_:)`` over it gives the execution's state and, as a projection, its history.
public enum Input: Sendable, Hashable {
    case start
    /// Goes on after a cut: a long run of states is committed in parts.
    case proceed
    case taskSucceeded(TaskID, output: Document)
    case taskFailed(TaskID, error: String?, cause: String?)
    /// A `.sync` task's work was accepted; `output` is the answer of the call that submitted it.
    case taskSubmitted(TaskID, output: Document)
    /// Whether the activity of a task that is about to be scheduled exists.
    case activityFound(FrameID, Bool)
    /// An activity worker took the task.
    case activityStarted(TaskID, workerName: String?)
    case taskHeartbeat(TaskID)
    case timer(TimerID)
    /// The execution has taken as long as any may.
    case expired
    /// A Map Run that a Map state waits for ended.
    case mapRunEnded(FrameID, arn: String, MapRunOutcome)
    /// Goes on after a failure; `clientToken` of the call that asked for it.
    case redrive(clientToken: String?)
    case stop(error: String?, cause: String?)
}

/// A task attempt of one execution: the id of the event that scheduled it.
public typealias TaskID = Int

/// A timer of one execution.
public typealias TimerID = Int

/// An input with all that ``Execution/apply(_:)`` may read besides: when, and a seed for its random numbers.
public struct JournalEntry: Sendable, Hashable {
    public var time: Timestamp
    public var seed: UInt64
    public var input: Input

    public init(time: Timestamp, seed: UInt64, input: Input) {
        self.time = time
        self.seed = seed
        self.input = input
    }
}
