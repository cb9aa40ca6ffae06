import ExecutionCore
import Foundations

extension RunningExecution {
    /// Carries out what a committed turn asked for.
    func carryOut(_ effect: Effect) {
        switch effect {
        case .run(let request): run(request)
        case .cancelTask(let task): cancel(task)
        case .startTimer(let timer, let deadline): start(timer, at: deadline)
        case .cancelTimer(let timer): timers.removeValue(forKey: timer)?.cancel()
        case .proceed: enqueue(.proceed)
        case .findActivity(let frame, let arn): find(arn, for: frame)
        case .runMap(let request): Task { [world] in await world.open(request) }
        case .stopMapRun(let arn): Task { [world] in await world.stopMapRun(arn) }
        case .finished: world.directory.remove(identity.executionARN)
        }
    }

    private func run(_ request: TaskRequest) {
        let task = request.task
        requests[task] = request
        if let token = request.taskToken {
            world.directory.add(token: token, execution: identity.executionARN, task: task)
        }
        let call = TaskCall(request: request, execution: identity)
        tasks[task] = Task { [weak self, runner = world.runner] in
            let result = await runner.run(call) { [weak self] output in await self?.submitted(task, output) }
            guard !Task.isCancelled else { return }
            await self?.ended(task, result)
        }
    }

    private func find(_ arn: String, for frame: FrameID) {
        Task { [weak self, runner = world.runner] in
            let exists = await runner.activityExists(arn)
            await self?.take(.activityFound(frame, exists))
        }
    }

    /// Notes durably that a worker took the task; false where it could not have it any more.
    func startActivity(_ task: TaskID, worker: String?) async -> Bool {
        guard requests[task] != nil, !execution.hasStarted(task) else { return false }
        await take(.activityStarted(task, workerName: worker))
        return execution.hasStarted(task)
    }

    private func submitted(_ task: TaskID, _ output: Document) async {
        guard requests[task]?.submitted == nil else { return }
        requests[task]?.submitted = output
        await take(.taskSubmitted(task, output: output))
    }

    private func ended(_ task: TaskID, _ result: TaskResult) async {
        switch result {
        case .pending: return
        case .succeeded(let output):
            forget(task)
            await take(.taskSucceeded(task, output: output))
        case .failed(let error, let cause):
            forget(task)
            await take(.taskFailed(task, error: error, cause: cause))
        }
    }

    /// The end of a task that came by its token.
    func endedByToken(_ task: TaskID, _ input: Input) async {
        tasks[task]?.cancel()
        forget(task)
        await take(input)
    }

    private func forget(_ task: TaskID) {
        tasks[task] = nil
        if let token = requests.removeValue(forKey: task)?.taskToken { world.directory.remove(token: token) }
    }

    private func cancel(_ task: TaskID) {
        guard let request = requests[task] else { return }
        tasks[task]?.cancel()
        forget(task)
        let call = TaskCall(request: request, execution: identity)
        Task { [runner = world.runner] in await runner.cancel(call) }
    }

    private func start(_ timer: TimerID, at deadline: Timestamp) {
        timers[timer] = Task { [weak self, clock = world.clock] in
            guard (try? await clock.sleep(until: deadline)) != nil else { return }
            await self?.fired(timer)
        }
    }

    private func fired(_ timer: TimerID) async {
        guard timers.removeValue(forKey: timer) != nil else { return }
        await take(.timer(timer))
    }
}
