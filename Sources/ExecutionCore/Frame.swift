import Foundations
import JSONModel
import StatesLanguage

/// A thread of control of one execution.
public typealias FrameID = Int

/// One thread of control: the machine's own, a branch of a Parallel state, or an iteration of a Map state.
struct Frame: Sendable {
    let id: FrameID
    /// The frame whose state started this one, and the place of this one's result.
    let parent: (frame: FrameID, index: Int)?
    let block: StatesBlock
    /// Position of the current state.
    var position: Int
    /// The event that the next one follows.
    var last: Int { didSet { beforeLast = oldValue } }
    /// What `last` followed: AWS lets `EvaluationFailed` follow it.
    private(set) var beforeLast = 0
    /// The state's raw input.
    var input: Document
    var variables: JSONObject
    /// `$$.Map.Item`: the innermost iteration's `Index` and `Value`.
    var item: JSONValue?
    var entered: (event: Int, time: Timestamp) = (0, Timestamp(milliseconds: 0))
    /// Retries made, by retrier.
    var retries: [Int] = []
    /// `$$.State.RetryCount`
    var retryCount = 0
    /// The type of the event that tells of a failed branch or iteration, if the failure is not tried again.
    var failedEvent: String?
    var activity = Activity.ready

    var state: State { block.states[position] }
}

/// What a frame is doing.
enum Activity: Sendable {
    /// About to enter its state.
    case ready
    /// Until it is known whether its activity exists.
    case finding
    case task(RunningTask)
    case waiting(TimerID)
    /// Until its state is tried again.
    case retrying(TimerID)
    case branches(Branches)
    /// Its iterations stand in ``Execution/iterations``.
    case iterating
    /// Until its Map Run ends.
    indirect case mapRun(RunningMapRun)
}

/// A task attempt that has been scheduled.
struct RunningTask: Sendable {
    var request: TaskRequest
    var timeout: TimerID?
    var heartbeat: TimerID?
    var limits: TaskLimits
}

/// The branches of a Parallel state while they run.
struct Branches: Sendable {
    var frames: [FrameID]
    var results: [Document?]
}

/// A timer and what it is for.
struct Timer: Sendable {
    enum Purpose: Sendable { case wake(FrameID), taskTimeout(TaskID), taskHeartbeat(TaskID), execution }

    var deadline: Timestamp
    var purpose: Purpose
}
