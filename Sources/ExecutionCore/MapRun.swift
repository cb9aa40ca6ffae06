public import Foundations
import JSONModel
import StatesLanguage

/// A Map Run, as a value: ``apply(_:at:)`` takes one input and gives the effects that follow. Its journal is the list
/// of its inputs.
/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-examine-map-run.html
public struct MapRun: Sendable {
    enum Phase: Sendable {
        case reading
        case running
        /// Its children end; then it ends so.
        case stopping(MapRunOutcome)
        /// Its results are written; then it ends so.
        case writing(MapRunOutcome)
        case ended(MapRunOutcome)
    }

    public private(set) var request: MapRunRequest
    public private(set) var settings: MapRunSettings
    public let startTime: Timestamp
    public internal(set) var stopTime: Timestamp?
    public private(set) var redriveCount = 0
    public private(set) var redriveTime: Timestamp?
    public internal(set) var children = MapRunChildren()
    /// Children and items whose results a bucket has.
    public private(set) var written = (executions: 0, items: 0)
    let mostAtOnce: Int
    var phase = Phase.reading
    var hasItems = false
    private var effects: [MapRunEffect] = []

    public init(_ request: MapRunRequest, startTime: Timestamp, limits: Limits = Limits()) {
        self.request = request
        self.startTime = startTime
        settings = request.settings
        mostAtOnce = limits.distributedMapConcurrency
    }

    /// nil while it runs.
    public var outcome: MapRunOutcome? { if case .ended(let outcome) = phase { outcome } else { nil } }

    /// Whether its children are to end.
    public var isStopping: Bool { if case .stopping = phase { true } else { false } }

    public var status: String { outcome?.status ?? "RUNNING" }

    /// Takes an input; one that comes too late changes nothing.
    public mutating func apply(_ input: MapRunInput, at time: Timestamp) -> [MapRunEffect] {
        effects = []
        take(input, time)
        advance(time)
        return effects
    }

    private mutating func take(_ input: MapRunInput, _ time: Timestamp) {
        switch (input, phase) {
        case (.start, .reading) where !hasItems: effects.append(.readItems)
        case (.planned(let planned), .reading): children.append(planned)
        case (.itemsRead, .reading):
            hasItems = true
            phase = .running
        case (.readFailed(let failure), .reading):
            children = MapRunChildren()
            conclude(.failed(failure), time)
        case (.childEnded(let index, let attempt, let result), .running),
            (.childEnded(let index, let attempt, let result), .stopping):
            children.ended(index, attempt: attempt, result)
        case (.update(let settings), .running), (.update(let settings), .reading): self.settings = settings
        case (.resultsWritten(let output), .writing(let outcome)):
            if case .succeeded = outcome { written = children.finished }
            end(outcome.written(to: output), time)
        case (.writeFailed(let failure), .writing): end(.failed(failure), time)
        case (.stop, .ended): break
        case (.stop, _): stop(.aborted)
        case (.redrive, .ended(let outcome)): redrive(after: outcome, time)
        default: break
        }
    }

    /// Starts the children that may run, stops all where too many failed, ends after the last.
    private mutating func advance(_ time: Timestamp) {
        switch phase {
        case .running:
            if settings.isExceeded(failed: children.failedItems, of: children.items) {
                stop(.failed(.thresholdExceeded))
                return advance(time)
            }
            let most = settings.maxConcurrency == 0 ? mostAtOnce : min(settings.maxConcurrency, mostAtOnce)
            while children.running.count < most, let index = children.startNext() { effects.append(start(index)) }
            if children.running.isEmpty { conclude(.succeeded(Document(.null)), time) }
        case .stopping(let outcome) where children.running.isEmpty: conclude(outcome, time)
        default: break
        }
    }

    func start(_ index: Int) -> MapRunEffect {
        let attempt = children.attempts(of: index)
        return attempt > 0 && request.executionType == .standard
            ? .redriveChild(index, attempt: attempt) : .startChild(index, attempt: attempt)
    }

    private mutating func stop(_ outcome: MapRunOutcome) {
        phase = .stopping(outcome)
        for index in children.running.sorted() { effects.append(.stopChild(index)) }
    }

    private mutating func conclude(_ outcome: MapRunOutcome, _ time: Timestamp) {
        if request.writer?.parameters != nil, hasItems, outcome != .aborted {
            phase = .writing(outcome)
            effects.append(.writeResults)
        } else if case .succeeded = outcome {
            end(.succeeded(output), time)
        } else {
            end(outcome, time)
        }
    }

    private mutating func end(_ outcome: MapRunOutcome, _ time: Timestamp) {
        phase = .ended(outcome)
        stopTime = time
        effects.append(.ended(outcome))
    }

    private mutating func redrive(after outcome: MapRunOutcome, _ time: Timestamp) {
        if case .succeeded = outcome { return }
        redriveCount += 1
        request.redriveCount = redriveCount
        redriveTime = time
        stopTime = nil
        written = (0, 0)
        guard hasItems else {
            phase = .reading
            effects.append(.readItems)
            return
        }
        children.redrive()
        phase = .running
    }

    /// The effects that are still owed, with the same names as the first time.
    public var outstandingEffects: [MapRunEffect] {
        switch phase {
        case .reading: [.readItems]
        case .running: children.running.sorted().map(start)
        case .stopping: children.running.sorted().flatMap { [start($0), .stopChild($0)] }
        case .writing: [.writeResults]
        case .ended(let outcome): [.ended(outcome)]
        }
    }
}

extension MapRunFailure {
    static let thresholdExceeded = MapRunFailure(
        error: "States.ExceedToleratedFailureThreshold", cause: "The specified tolerated failure threshold was exceeded"
    )
}

extension MapRunOutcome {
    fileprivate func written(to output: Document) -> MapRunOutcome {
        if case .succeeded = self { .succeeded(output) } else { self }
    }
}
