import Foundations
import JSONModel
import StatesLanguage

extension Execution {
    /// Takes an error to the state's retriers, then to its catchers, then to whoever started the frame.
    mutating func handle(_ failure: Failure, in id: FrameID) {
        guard var frame = frames[id] else { return }
        markHalt()
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

    private mutating func delay(of retrier: Retrier, attempt: Int) -> Duration {
        let seconds = retrier.delay(attempt: attempt)
        let share = retrier.hasFullJitter ? turn.random.unitInterval() : 1
        return .milliseconds(Int64((seconds * share * 1000).rounded()))
    }

    private mutating func caught(_ failure: Failure, by catcher: Catcher, _ frame: Frame) {
        let scope = Scope(frame, self)
        do {
            let output = try scope.place(failure.output, by: catcher.resultPath)
            let assigned = try scope.assignments(catcher.assign, on: failure.output)
            unwound = nil
            try exit(
                frame, output: scope.document(output, unlessEqualTo: frame.input), to: .next(catcher.next),
                assigned: assigned)
        } catch {
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
