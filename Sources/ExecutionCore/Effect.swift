public import Foundations
public import StatesLanguage

/// What an execution asks of the world. It is carried out after the commit of the turn that asked for it.
///
/// The effects that are still owed follow from the execution's state (``Execution/outstandingEffects``): that is
/// the outbox, and after a crash they are asked for again with the same ids.
public enum Effect: Sendable {
    case run(TaskRequest)
    case cancelTask(TaskID)
    case startTimer(TimerID, at: Timestamp)
    case cancelTimer(TimerID)
    /// Apply ``Input/proceed`` next.
    case proceed
    /// Answer ``Input/activityFound(_:_:)``: whether there is an activity of this ARN.
    case findActivity(FrameID, arn: String)
    /// Starts a Map Run, or redrives it as often as it says; answered by ``Input/mapRunEnded(_:arn:_:)``.
    case runMap(MapRunRequest)
    /// Ends a Map Run whose result is not wanted any more.
    case stopMapRun(String)
    case finished(Outcome)
}

/// One attempt of a Task state.
public struct TaskRequest: Sendable {
    public var task: TaskID
    public var stateName: String
    public var resource: TaskResource
    public var parameters: Document
    /// For `.waitForTaskToken` and activities.
    public var taskToken: String?
    /// What the submitting call answered, where a `.sync` task was submitted before a restart.
    public var submitted: Document?
    public var credentials: Document?
}

/// How an execution ended.
public enum Outcome: Sendable, Hashable {
    case succeeded(output: Document)
    case failed(error: String?, cause: String?)
    case timedOut
    case aborted(error: String?, cause: String?)

    /// `DescribeExecution`'s `status`.
    public var status: String {
        switch self {
        case .succeeded: "SUCCEEDED"
        case .failed: "FAILED"
        case .timedOut: "TIMED_OUT"
        case .aborted: "ABORTED"
        }
    }
}
