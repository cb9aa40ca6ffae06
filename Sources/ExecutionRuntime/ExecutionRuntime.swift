public import ExecutionCore
public import Foundations
import JSONModel
public import ServicePorts
public import StatesLanguage

/// All executions that run in this process: starts, stops and resumes them.
public final class ExecutionRuntime: Sendable {
    let world: World

    /// `observer` is told of every commit. `mapRuns` is shared by the runtimes of one service; children of type EXPRESS
    /// run in `express`.
    public init(
        store: any HistoryStore, runner: any TaskRunner, clock: any TimeSource, random: any RandomSource,
        limits: Limits = Limits(), observer: ExecutionObserver = ExecutionObserver { _, _, _ in },
        data: any MapRunData = NoMapRunData(), mapRuns: MapRunDirectory = MapRunDirectory(),
        express: ExecutionRuntime? = nil
    ) {
        world = World(
            store: store, clock: clock, random: random, runner: runner, limits: limits, observer: observer, data: data,
            mapRuns: mapRuns, express: express?.world)
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
        try await world.start(machine, definition: definition, identity: identity)
    }

    /// Carries on every execution and Map Run that ran when the store was last used. Returns the executions' ARNs.
    @discardableResult
    public func recover() async throws -> [String] {
        let records = try await world.store.executions(ExecutionQuery(status: "RUNNING", limit: .max))
        var machines: [String: StateMachine] = [:]
        var recovered: [RunningExecution] = []
        for record in records where !record.isMapRun {
            let definition = record.document.string("definition") ?? ""
            let machine = try machines[definition] ?? StateMachine(definition: definition)
            machines[definition] = machine
            let process = try await world.process(of: record, machine)
            if try world.directory.add(process, record.identity()) { recovered.append(process) }
        }
        for record in records where record.isMapRun {
            if world.directory[record.ownerARN ?? ""] == nil { try await world.abandon(record) }
        }
        for process in recovered { await process.resume() }
        return records.filter { !$0.isMapRun }.map(\.arn)
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
        for run in world.mapRuns.all { await run.shutDown() }
        for process in world.directory.all { await process.shutDown() }
    }
}
