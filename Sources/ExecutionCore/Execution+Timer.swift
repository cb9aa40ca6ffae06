import Foundations
import StatesLanguage

extension Execution {
    mutating func startTimer(at deadline: Timestamp, _ purpose: Timer.Purpose) -> TimerID {
        nextTimer += 1
        timers[nextTimer] = Timer(deadline: deadline, purpose: purpose)
        turn.effects.append(.startTimer(nextTimer, at: deadline))
        return nextTimer
    }

    mutating func cancelTimer(_ timer: TimerID?) {
        guard let timer, timers.removeValue(forKey: timer) != nil else { return }
        turn.effects.append(.cancelTimer(timer))
    }

    mutating func fired(_ id: TimerID) {
        guard let timer = timers.removeValue(forKey: id) else { return }
        switch timer.purpose {
        case .execution: finish(.timedOut)
        case .wake(let frame): wake(frame)
        case .taskTimeout(let task): taskTimedOut(task, StatesError.timeout)
        case .taskHeartbeat(let task): taskTimedOut(task, StatesError.heartbeatTimeout)
        }
    }

    private mutating func wake(_ id: FrameID) {
        guard let frame = frames[id] else { return }
        switch frame.activity {
        case .waiting: endWaiting(frame)
        case .retrying: attempt(id)
        default: break
        }
    }

    private mutating func endWaiting(_ frame: Frame) {
        let scope = Scope(frame, self)
        do {
            try leave(frame, scope.passThrough(), to: frame.state.transition ?? .end, scope)
        } catch {
            handle(error, in: frame.id)
        }
    }
}
