public import Foundations
import JSONModel
public import StatesLanguage

/// An execution of a state machine, as a value: ``apply(_:)`` takes one input and gives the events and effects that
/// follow. It reads no clock, draws no random number and waits for nothing.
public struct Execution: Sendable {
    public let machine: StateMachine
    public let identity: Identity
    public let limits: Limits
    /// nil while it runs.
    public private(set) var outcome: Outcome?
    /// The id of the newest event.
    public private(set) var lastEventID = 0
    /// When it ended.
    public private(set) var stopTime: Timestamp?
    public private(set) var redriveCount = 0
    public private(set) var redriveTime: Timestamp?
    /// The newest ten.
    public private(set) var redriveTokens: [RedriveToken] = []

    var frames: [FrameID: Frame] = [:]
    /// Frames that can go on, in order.
    var ready: [FrameID] = []
    /// The iterations of Map states that run.
    var iterations: [FrameID: Iterations] = [:]
    var tasks: [TaskID: FrameID] = [:]
    var timers: [TimerID: Timer] = [:]
    var nextFrame = 0
    var nextTimer = 0
    /// Where it stood when it failed, and, while a failure finds its way, when that began.
    private(set) var halted: Halted?
    var unwound: Halted?
    /// What the current input has led to.
    var turn = Turn()

    public init(machine: StateMachine, identity: Identity, limits: Limits = Limits()) {
        self.machine = machine
        self.identity = identity
        self.limits = limits
    }

    /// Takes an input. One that comes too late (of a task that has ended, of an execution that has) changes nothing.
    public mutating func apply(_ entry: JournalEntry) -> Turn {
        turn = Turn(time: entry.time, seed: entry.seed)
        if case .redrive(let token) = entry.input {
            redrive(token)
            run()
        } else if outcome == nil {
            take(entry.input)
            run()
        }
        return turn
    }

    private mutating func take(_ input: Input) {
        switch input {
        case .start: start()
        case .proceed: break
        case .taskSucceeded(let task, let output): taskSucceeded(task, output)
        case .taskFailed(let task, let error, let cause): taskFailed(task, error: error, cause: cause)
        case .taskSubmitted(let task, let output): taskSubmitted(task, output)
        case .activityFound(let frame, let exists): activityFound(frame, exists)
        case .activityStarted(let task, let worker): activityStarted(task, worker)
        case .taskHeartbeat(let task): taskHeartbeat(task)
        case .timer(let timer): fired(timer)
        case .mapRunEnded(let frame, let arn, let outcome): mapRunEnded(frame, arn, outcome)
        case .redrive: break
        case .expired: finish(.timedOut)
        case .stop(let error, let cause): finish(.aborted(error: error, cause: cause))
        }
    }

    /// Runs what can go on until all frames wait, the execution ends, or the turn is long enough to be committed.
    private mutating func run() {
        while outcome == nil, !ready.isEmpty {
            guard turn.events.count < limits.eventsPerTurn else {
                turn.effects.append(.proceed)
                return
            }
            let id = ready.removeFirst()
            guard frames[id] != nil else { continue }
            step(id)
        }
    }

    private mutating func start() {
        guard lastEventID == 0 else { return }
        emit(
            "ExecutionStarted", previous: 0,
            HistoryEvent.Details(
                "executionStartedEventDetails",
                [
                    "input": .string(identity.input.text), "inputDetails": HistoryEvent.Details.whole,
                    "roleArn": .string(identity.roleARN),
                ]))
        startExecutionTimer()
        startFrame(machine.root, parent: nil, input: identity.input, last: 0, variables: [:])
    }

    mutating func startExecutionTimer() {
        guard let seconds = [machine.timeoutSeconds, limits.executionSeconds].compactMap({ $0 }).min() else { return }
        _ = startTimer(at: turn.time + .seconds(seconds), .execution)
    }

    /// Takes back its end.
    mutating func reopen(_ token: String?) {
        outcome = nil
        stopTime = nil
        halted = nil
        redriveCount += 1
        redriveTime = turn.time
        guard let token else { return }
        redriveTokens = redriveTokens.suffix(9) + [RedriveToken(token: token, time: turn.time)]
    }

    @discardableResult
    mutating func startFrame(
        _ block: StatesBlock, parent: (frame: FrameID, index: Int)?, input: Document, last: Int,
        variables: JSONObject, item: JSONValue? = nil
    ) -> FrameID {
        nextFrame += 1
        frames[nextFrame] = Frame(
            id: nextFrame, parent: parent, block: block, position: block.startAt, last: last, input: input,
            variables: variables, item: item)
        ready.append(nextFrame)
        return nextFrame
    }

    @discardableResult
    mutating func emit(_ type: String, previous: Int, _ details: HistoryEvent.Details?) -> Int {
        lastEventID += 1
        turn.events.append(
            HistoryEvent(id: lastEventID, previousEventID: previous, time: turn.time, type: type, details: details))
        return lastEventID
    }

    mutating func finish(_ outcome: Outcome, after previous: Int = 0) {
        guard self.outcome == nil else { return }
        for task in tasks.keys.sorted() { turn.effects.append(.cancelTask(task)) }
        for timer in timers.keys.sorted() { turn.effects.append(.cancelTimer(timer)) }
        if outcome.status != "SUCCEEDED" {
            markHalt()
            halted = unwound
            unwound = nil
        }
        abortMapRuns()
        frames = [:]
        iterations = [:]
        ready = []
        tasks = [:]
        timers = [:]
        emit(outcome, previous)
        self.outcome = outcome
        stopTime = turn.time
        turn.effects.append(.finished(outcome))
    }

    private mutating func emit(_ outcome: Outcome, _ previous: Int) {
        switch outcome {
        case .succeeded(let output):
            emit(
                "ExecutionSucceeded", previous: previous,
                HistoryEvent.Details(
                    "executionSucceededEventDetails",
                    ["output": .string(output.text), "outputDetails": HistoryEvent.Details.whole]))
        case .failed(let error, let cause):
            emit(
                "ExecutionFailed", previous: previous,
                .failure("executionFailedEventDetails", error: error, cause: cause))
        case .timedOut:
            emit(
                "ExecutionTimedOut", previous: previous,
                .failure("executionTimedOutEventDetails", error: StatesError.timeout, cause: nil))
        case .aborted(let error, let cause):
            emit(
                "ExecutionAborted", previous: previous,
                .failure("executionAbortedEventDetails", error: error, cause: cause))
        }
    }
}

/// What one input led to.
public struct Turn: Sendable {
    public internal(set) var events: [HistoryEvent] = []
    public internal(set) var effects: [Effect] = []
    let time: Timestamp
    let random: TurnRandomness

    init(time: Timestamp = Timestamp(milliseconds: 0), seed: UInt64 = 0) {
        self.time = time
        random = TurnRandomness(seed: seed)
    }
}

/// Step Functions' quotas that the core enforces.
/// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
public struct Limits: Sendable, Hashable {
    /// Bytes of UTF-8 of an input or output.
    public var payloadBytes = 262_144
    /// Events of a history.
    public var historyEvents = 25_000
    /// Seconds an execution may take, whatever its machine says.
    public var executionSeconds: Int?
    /// Seconds after its start in which an execution can be redriven: as long as any may run.
    public var lifetimeSeconds = 31_536_000
    /// Days after its end in which an execution can be redriven.
    public var redriveDays = 14
    /// Iterations of an inline Map state that run at once.
    public var inlineMapConcurrency = 40
    /// Children of a Map Run that run at once.
    public var distributedMapConcurrency = 10_000
    /// After about this many events a run of states is committed.
    public var eventsPerTurn = 1_000

    public init() {}
}
