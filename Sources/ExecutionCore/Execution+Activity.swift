import JSONModel
import StatesLanguage

extension Execution {
    /// Whether a worker has taken an activity's task and it has not ended.
    public func hasStarted(_ task: TaskID) -> Bool { running(task)?.1.request.submitted != nil }

    /// An activity is looked up before its task is scheduled: one that does not exist fails the state.
    mutating func findActivity(_ frame: Frame, _ arn: String) {
        var frame = frame
        frame.activity = .finding
        frames[frame.id] = frame
        turn.effects.append(.findActivity(frame.id, arn: arn))
    }

    mutating func activityFound(_ id: FrameID, _ exists: Bool) {
        guard let frame = frames[id], case .finding = frame.activity, case .task(let task) = frame.state.kind,
            let arn = frame.state.activityARN
        else { return }
        var scope = Scope(frame, self)
        do throws(Failure) {
            guard exists else {
                throw Failure(
                    error: StatesError.runtime, cause: scope.prefix + "The activity \(arn) does not exist.")
            }
            try schedule(frame, task, &scope)
        } catch {
            handle(error, in: id)
        }
    }

    mutating func activityStarted(_ task: TaskID, _ worker: String?) {
        guard var (frame, running) = running(task) else { return }
        guard case .activity = running.request.resource, running.request.submitted == nil else { return }
        let fields = worker.map { ["workerName": .string($0)] as JSONObject } ?? [:]
        frame.last = emit(
            "ActivityStarted", previous: frame.last, HistoryEvent.Details("activityStartedEventDetails", fields))
        running.request.submitted = running.request.parameters
        startTimers(of: &running)
        frame.activity = .task(running)
        frames[frame.id] = frame
    }
}

extension State {
    /// The activity that a Task state hands its work to.
    var activityARN: String? {
        guard case .task(let task) = kind, case .activity(let arn) = task.resource else { return nil }
        return arn
    }
}
