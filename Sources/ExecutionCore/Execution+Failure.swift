import Foundations
import JSONModel
import StatesLanguage

extension Execution {
    /// Takes an error to the state's retriers, then to its catchers, then to whoever started the frame.
    mutating func handle(_ failure: Failure, in id: FrameID) {
        guard var frame = frames[id] else { return }
        markHalt()
        record(failure, &frame)
        let state = frame.state
        let error = failure.error ?? ""
        let isMatch = { (names: [String]) in StatesError.matches(names, error: error, ofTask: failure.isOfTask) }
        if let index = state.retriers.firstIndex(where: { isMatch($0.errorEquals) }),
            frame.retries[index] < state.retriers[index].maxAttempts
        {
            let delay = delay(of: state.retriers[index], attempt: frame.retries[index])
            frame.retries[index] += 1
            frame.retryCount += 1
            frame.failedEvent = nil
            unwound = nil
            frame.activity = .retrying(startTimer(at: turn.time + delay, .wake(id)))
            frames[id] = frame
            return
        }
        if let event = frame.failedEvent {
            frame.last = emit(event, previous: frame.last, nil)
            frame.failedEvent = nil
        }
        if let catcher = state.catchers.first(where: { isMatch($0.errorEquals) }) {
            return caught(failure, by: catcher, frame)
        }
        fail(failure, in: frame)
    }

    /// An expression's failure is an event of its own, and one of a Map or Parallel state fails it before it starts.
    private mutating func record(_ failure: Failure, _ frame: inout Frame) {
        guard let evaluation = failure.evaluation else { return }
        let state = frame.state
        frame.last = emit(
            "EvaluationFailed", previous: frame.beforeLast,
            .evaluationFailed(failure, at: evaluation.location, in: state.name))
        if state.type == .map || state.type == .parallel { frame.failedEvent = state.type.rawValue + "StateFailed" }
    }

    private mutating func delay(of retrier: Retrier, attempt: Int) -> Duration {
        let seconds = retrier.delay(attempt: attempt)
        let share = retrier.hasFullJitter ? turn.random.unitInterval() : 1
        return .milliseconds(Int64((seconds * share * 1000).rounded()))
    }

    private mutating func caught(_ failure: Failure, by catcher: Catcher, _ frame: Frame) {
        let scope = Scope(frame, self)
        do {
            let leaving = try scope.caught(failure, by: catcher)
            unwound = nil
            try leave(frame, leaving, to: .next(catcher.next), scope)
        } catch {
            var frame = frame
            record(error, &frame)
            if let event = frame.failedEvent { frame.last = emit(event, previous: frame.last, nil) }
            fail(error, in: frame)
        }
    }

    private mutating func fail(_ failure: Failure, in frame: Frame) {
        guard let parent = frame.parent else { return fail(failure, after: frame.last) }
        branchFailed(parent.frame, index: parent.index, failure, last: frame.last)
    }

    /// Ends the execution.
    mutating func fail(_ failure: Failure, after previous: Int) {
        finish(.failed(error: failure.error, cause: failure.cause), after: previous)
    }
}
