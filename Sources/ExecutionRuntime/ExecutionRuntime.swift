public import ExecutionCore
public import Foundations
import JSONModel
public import ServicePorts
public import StatesLanguage

/// All executions that run in this process: starts, stops and resumes them.
public final class ExecutionRuntime: Sendable {
    private let world: World
    private let limits: Limits

    /// `observer` is told of every commit.
    public init(
        store: any HistoryStore, runner: any TaskRunner, clock: any TimeSource, random: any RandomSource,
        limits: Limits = Limits(), observer: ExecutionObserver = ExecutionObserver { _, _, _ in }
    ) {
        world = World(
            store: store, clock: clock, random: random, runner: runner, directory: ExecutionDirectory(),
            observer: observer)
        self.limits = limits
    }

    /// The number of executions that run.
    public var count: Int { world.directory.count }

    /// The ARNs of the executions that run.
    public var executions: [String] { world.directory.arns }

    /// The ARN of the activity whose task a token stands for; nil where it stands for none.
    public func activity(ofToken token: String) async -> String? {
        guard let entry = world.directory.entry(ofToken: token),
            case .activity(let arn) = await world.directory[entry.execution]?.requests[entry.task]?.resource
        else { return nil }
        return arn
    }

    /// Starts an execution; it is durable when this returns. Throws ``ExecutionExists`` where its name is taken.
    public func start(_ machine: StateMachine, definition: String, identity: Identity) async throws {
        let process = RunningExecution(
            Execution(machine: machine, identity: identity, limits: limits), definition: definition, world: world)
        guard world.directory.add(process, identity) else {
            throw ExecutionExists(arn: identity.executionARN)
        }
        do {
            try await process.start()
        } catch {
            world.directory.remove(identity.executionARN)
            throw error
        }
    }

    /// Carries on every execution that ran when the store was last used. Returns their ARNs.
    @discardableResult
    public func recover() async throws -> [String] {
        var recovered: [String] = []
        for record in try await world.store.executions(ExecutionQuery(status: "RUNNING", limit: .max)) {
            let process = try await process(of: record)
            guard try world.directory.add(process, record.identity()) else { continue }
            recovered.append(record.arn)
            await process.resume()
        }
        return recovered
    }

    private func process(of record: ExecutionRecord) async throws -> RunningExecution {
        let definition = record.document.string("definition") ?? ""
        let execution = Execution(
            machine: try StateMachine(definition: definition), identity: try record.identity(), limits: limits)
        return try RunningExecution(
            replaying: try await world.store.journal(record.arn), of: execution, definition: definition, world: world)
    }

    /// Aborts an execution; does nothing where it does not run.
    public func stop(_ arn: String, error: String?, cause: String?) async {
        await world.directory[arn]?.take(.stop(error: error, cause: cause))
    }

    /// Times out the executions that began before a moment.
    public func expire(startedBefore moment: Timestamp) async {
        for process in world.directory.started(before: moment) { await process.take(.expired) }
    }

    /// Ends the task that a token stands for; false where there is none.
    public func finishTask(token: String, _ result: TaskResult) async -> Bool {
        guard let entry = world.directory.entry(ofToken: token), let process = world.directory[entry.execution] else {
            return false
        }
        switch result {
        case .pending: await process.take(.taskHeartbeat(entry.task))
        case .succeeded(let output):
            await process.endedByToken(entry.task, .taskSucceeded(entry.task, output: output))
        case .failed(let error, let cause):
            await process.endedByToken(entry.task, .taskFailed(entry.task, error: error, cause: cause))
        }
        return true
    }

    /// Hands an activity's task to a worker; durable when it returns true. False where the task has ended.
    public func startActivity(_ task: TaskID, of execution: String, worker: String?) async -> Bool {
        await world.directory[execution]?.startActivity(task, worker: worker) ?? false
    }

    /// Ends all work without ending the executions: a later ``recover()`` carries them on.
    public func shutDown() async {
        for process in world.directory.all { await process.shutDown() }
    }
}
