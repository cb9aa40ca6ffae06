import Foundations
import JSONModel
import StatesLanguage

extension Execution {
    mutating func schedule(_ frame: Frame, _ definition: TaskDefinition, _ scope: inout Scope) throws(Failure) {
        let token = definition.resource.wantsToken ? turn.random.uuid() : nil
        scope.taskToken = token
        let flow = frame.state.flow
        let input = try scope.select(flow.inputPath, from: frame.input.value, field: "InputPath")
        let parameters = try scope.template(flow.parameters, on: input, field: "Parameters") ?? input
        let credentials = try scope.template(definition.credentials, on: input, field: "Credentials")
        var limits = TaskLimits()
        if let timeout = definition.timeout {
            limits.timeout = try scope.seconds(timeout, "TimeoutSecondsPath", on: input)
        }
        if let heartbeat = definition.heartbeat {
            limits.heartbeat = try scope.seconds(heartbeat, "HeartbeatSecondsPath", on: input)
        }
        let document = scope.document(parameters, unlessEqualTo: frame.input)
        var request = TaskRequest(
            task: 0, stateName: frame.state.name, resource: definition.resource, parameters: document,
            taskToken: token, submitted: nil, credentials: credentials.map { Document($0) })
        start(&request, frame, limits)
    }

    private mutating func start(_ request: inout TaskRequest, _ frame: Frame, _ limits: TaskLimits) {
        var frame = frame
        let events = TaskEvents(request.resource)
        request.task = emit(
            events.scheduled, previous: frame.last,
            events.scheduledDetails(request, limits, region: identity.region))
        frame.last = request.task
        if let started = events.started {
            frame.last = emit(started, previous: frame.last, events.startedDetails)
        }
        var running = RunningTask(request: request, limits: limits)
        if events.started != nil { startTimers(of: &running) }
        tasks[request.task] = frame.id
        frame.activity = .task(running)
        frames[frame.id] = frame
        turn.effects.append(.run(request))
    }

    /// A task's time runs from its start: for an activity, from when a worker takes it.
    mutating func startTimers(of running: inout RunningTask) {
        let task = running.request.task
        running.timeout = running.limits.timeout.map {
            startTimer(at: turn.time + .seconds($0), .taskTimeout(task))
        }
        running.heartbeat = running.limits.heartbeat.map {
            startTimer(at: turn.time + .seconds($0), .taskHeartbeat(task))
        }
    }

    func running(_ task: TaskID) -> (Frame, RunningTask)? {
        guard let id = tasks[task], let frame = frames[id], case .task(let running) = frame.activity,
            running.request.task == task
        else { return nil }
        return (frame, running)
    }

    mutating func taskSucceeded(_ task: TaskID, _ output: Document) {
        guard let (current, running) = running(task) else { return }
        var frame = current
        let events = TaskEvents(running.request.resource)
        forget(running, cancelling: false)
        frame.last = emit(events.succeeded, previous: frame.last, events.succeededDetails(output))
        frame.activity = .ready
        frames[frame.id] = frame
        do {
            try complete(frame, result: output.value, Scope(frame, self))
        } catch {
            handle(error, in: frame.id)
        }
    }

    mutating func taskFailed(_ task: TaskID, error: String?, cause: String?) {
        guard let (_, running) = running(task) else { return }
        let events = TaskEvents(running.request.resource)
        let isSubmission = running.request.submitted == nil && events.submits
        endTask(
            task, isSubmission ? events.submitFailed : events.failed,
            events.failedDetails(error: error, cause: cause),
            Failure(error: error, cause: cause, isOfTask: true))
    }

    mutating func taskTimedOut(_ task: TaskID, _ error: String) {
        guard let (_, running) = running(task) else { return }
        let events = TaskEvents(running.request.resource)
        let name = error == StatesError.heartbeatTimeout && !events.namesHeartbeat ? StatesError.timeout : error
        turn.effects.append(.cancelTask(task))
        endTask(
            task, events.timedOut, events.timedOutDetails(error: name),
            Failure(error: error, cause: nil, isOfTask: true))
    }

    private mutating func endTask(
        _ task: TaskID, _ type: String, _ details: HistoryEvent.Details?, _ failure: Failure
    ) {
        guard let (current, running) = running(task) else { return }
        var frame = current
        forget(running, cancelling: false)
        frame.last = emit(type, previous: frame.last, details)
        frame.activity = .ready
        frames[frame.id] = frame
        handle(failure, in: frame.id)
    }

    mutating func taskSubmitted(_ task: TaskID, _ output: Document) {
        guard var (frame, running) = running(task), running.request.submitted == nil else { return }
        let events = TaskEvents(running.request.resource)
        frame.last = emit("TaskSubmitted", previous: frame.last, events.submittedDetails(output))
        running.request.submitted = output
        frame.activity = .task(running)
        frames[frame.id] = frame
    }

    mutating func taskHeartbeat(_ task: TaskID) {
        guard var (frame, running) = running(task), let seconds = running.limits.heartbeat, running.heartbeat != nil
        else { return }
        cancelTimer(running.heartbeat)
        running.heartbeat = startTimer(at: turn.time + .seconds(seconds), .taskHeartbeat(task))
        frame.activity = .task(running)
        frames[frame.id] = frame
    }

    /// Takes a task off the books.
    mutating func forget(_ running: RunningTask, cancelling: Bool) {
        cancelTimer(running.timeout)
        cancelTimer(running.heartbeat)
        tasks[running.request.task] = nil
        if cancelling { turn.effects.append(.cancelTask(running.request.task)) }
    }
}

/// A task attempt's limits, in seconds.
struct TaskLimits {
    var timeout: Int?
    var heartbeat: Int?
}

extension TaskResource {
    var wantsToken: Bool {
        switch self {
        case .function: false
        case .activity: true
        case .integration(let integration): integration.pattern == .waitForTaskToken
        }
    }
}
