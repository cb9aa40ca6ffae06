public import Foundations
import JSONModel
import StatesLanguage

/// Where an execution stood when it failed: what a redrive goes on from.
struct Halted: Sendable {
    var frames: [FrameID: Frame]
    var iterations: [FrameID: Iterations]
    /// Frames that were about to enter their states.
    var ready: [FrameID]
}

/// A redrive that was asked for with a token: asked for again, it is the same.
public struct RedriveToken: Sendable, Hashable {
    public var token: String
    public var time: Timestamp
}

/// Redriving: an execution that failed goes on at its unsuccessful states, with the same input.
/// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
extension Execution {
    /// Keeps where the execution stands, before a failure ends frames; the first call of an unwinding counts.
    mutating func markHalt() {
        guard unwound == nil else { return }
        unwound = Halted(frames: frames, iterations: iterations, ready: ready)
    }

    mutating func redrive(_ token: String?) {
        guard let outcome, outcome.status != "SUCCEEDED", let halted else { return }
        reopen(token)
        frames = halted.frames
        iterations = halted.iterations
        ready = halted.ready
        let event = emit(
            "ExecutionRedriven", previous: lastEventID,
            HistoryEvent.Details("executionRedrivenEventDetails", ["redriveCount": .int(redriveCount)]))
        startExecutionTimer()
        let restarted = restartIterations(after: event)
        let waiting = Set(ready)
        for id in frames.keys.sorted() where self.outcome == nil && !waiting.contains(id) {
            resume(id, after: restarted[id] ?? event)
        }
        for id in iterations.keys.sorted() where self.outcome == nil && frames[id] != nil {
            continueMap(id, last: frames[id]?.last ?? event)
        }
    }

    /// The iterations that had not ended start again, as the history tells it; gives their events by frame.
    private mutating func restartIterations(after event: Int) -> [FrameID: Int] {
        var events: [FrameID: Int] = [:]
        for id in iterations.keys.sorted() {
            guard let name = frames[id]?.state.name, let running = iterations[id]?.running else { continue }
            for (index, frame) in running.sorted(by: { $0.key < $1.key }) {
                let started = emit("MapIterationStarted", previous: event, .iteration("Started", name, index))
                frames[frame]?.last = started
                events[frame] = started
            }
        }
        return events
    }

    private mutating func resume(_ id: FrameID, after event: Int) {
        guard var frame = frames[id] else { return }
        switch frame.activity {
        case .branches, .iterating: return
        case .mapRun(let run): return redriveMapRun(frame, run, after: event)
        case .ready, .finding, .task, .waiting, .retrying: break
        }
        frame.last = event
        frame.activity = .ready
        frame.retries = Array(repeating: 0, count: frame.state.retriers.count)
        frame.retryCount = 0
        frame.failedEvent = nil
        frames[id] = frame
        attempt(id)
    }
}
