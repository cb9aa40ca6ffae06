public import ExecutionCore
import Foundations
import JSONModel
import ServicePorts
import StatesLanguage

/// What running executions and Map Runs share.
final class World: Sendable {
    let store: any HistoryStore
    let clock: any TimeSource
    let random: any RandomSource
    let runner: any TaskRunner
    let limits: Limits
    let observer: ExecutionObserver
    let data: any MapRunData
    let mapRuns: MapRunDirectory
    /// Where children of type EXPRESS run.
    let express: World?
    let directory = ExecutionDirectory()

    init(
        store: any HistoryStore, clock: any TimeSource, random: any RandomSource, runner: any TaskRunner,
        limits: Limits, observer: ExecutionObserver, data: any MapRunData, mapRuns: MapRunDirectory, express: World?
    ) {
        self.store = store
        self.clock = clock
        self.random = random
        self.runner = runner
        self.limits = limits
        self.observer = observer
        self.data = data
        self.mapRuns = mapRuns
        self.express = express
    }

    /// Starts an execution; it is durable when this returns. Throws ``ExecutionExists`` where its name is taken.
    func start(_ machine: StateMachine, definition: String, identity: Identity) async throws {
        let process = RunningExecution(
            Execution(machine: machine, identity: identity, limits: limits), definition: definition, world: self)
        guard directory.add(process, identity) else {
            throw ExecutionExists(arn: identity.executionARN)
        }
        do {
            try await process.start()
        } catch {
            directory.remove(identity.executionARN)
            throw error
        }
    }

    /// An execution as its journal has it.
    func process(of record: ExecutionRecord, _ machine: StateMachine? = nil) async throws -> RunningExecution {
        let definition = record.document.string("definition") ?? ""
        let execution = Execution(
            machine: try machine ?? StateMachine(definition: definition), identity: try record.identity(),
            limits: limits)
        return try RunningExecution(
            replaying: try await store.journal(record.arn), of: execution, definition: definition, world: self)
    }
}

/// Told of every commit, in an execution's order: the events that became durable, and how the execution stands.
public struct ExecutionObserver: Sendable {
    public var committed: @Sendable (_ identity: Identity, _ events: [HistoryEvent], _ outcome: Outcome?) -> Void

    public init(committed: @escaping @Sendable (Identity, [HistoryEvent], Outcome?) -> Void) {
        self.committed = committed
    }
}
