import ExecutionCore
import Foundations
import JSONModel
import ServicePorts

/// One execution while it runs. Inputs wait in line; what waits is applied together, committed in one transaction,
/// and only then its effects are carried out.
actor RunningExecution {
    private struct Waiting: Sendable {
        var input: Input
        var done: CheckedContinuation<Void, Never>?
    }

    let world: World
    let definition: String
    private(set) var execution: Execution
    private var journalLength: Int
    private var waiting: [Waiting] = []
    private var isPumping = false
    private var isShutDown = false
    var tasks: [TaskID: Task<Void, Never>] = [:]
    var requests: [TaskID: TaskRequest] = [:]
    var timers: [TimerID: Task<Void, Never>] = [:]

    init(_ execution: Execution, definition: String, world: World) {
        self.execution = execution
        self.definition = definition
        self.world = world
        journalLength = 0
    }

    /// Folds a journal to where it ends.
    init(
        replaying journal: [JSONValue], of execution: Execution, definition: String, world: World
    ) throws(DamagedJournal) {
        var execution = execution
        for entry in journal { _ = execution.apply(try JournalEntry(json: entry)) }
        self.execution = execution
        self.definition = definition
        self.world = world
        journalLength = journal.count
    }

    var identity: Identity { execution.identity }

    /// Commits the start; throws ``ExecutionExists`` where the name is taken.
    func start() async throws {
        isPumping = true
        do {
            try await turn([.start], creates: true)
        } catch {
            isPumping = false
            throw error
        }
        Task { await pump() }
    }

    /// Asks again for all that is owed (after a restart).
    func resume() async {
        for effect in execution.outstandingEffects { carryOut(effect) }
        await startPumping()
    }

    /// Takes an input; it is durable, with all that follows from it at once, when this returns.
    func take(_ input: Input) async {
        guard !isShutDown else { return }
        await withCheckedContinuation { done in
            waiting.append(Waiting(input: input, done: done))
            Task { await startPumping() }
        }
    }

    /// Stops work without a word to the journal: a restart finds everything as it is.
    func shutDown() {
        isShutDown = true
        for task in tasks.values { task.cancel() }
        for timer in timers.values { timer.cancel() }
        for waiter in waiting { waiter.done?.resume() }
        waiting = []
    }

    func enqueue(_ input: Input) { waiting.append(Waiting(input: input, done: nil)) }

    private func startPumping() async {
        guard !isPumping else { return }
        isPumping = true
        await pump()
    }

    private func pump() async {
        while !waiting.isEmpty, !isShutDown {
            let batch = waiting
            waiting = []
            await commit(batch)
        }
        isPumping = false
    }

    /// A store that cannot write (a full disk) is tried again: an input that was taken is not lost.
    private func commit(_ batch: [Waiting]) async {
        while !isShutDown {
            do {
                try await turn(batch.map(\.input), creates: false)
                break
            } catch {
                try? await world.clock.sleep(for: .seconds(1))
            }
        }
        for waiter in batch { waiter.done?.resume() }
    }

    private func turn(_ inputs: [Input], creates: Bool) async throws {
        var next = execution
        var entries: [JSONValue] = []
        var events: [HistoryEvent] = []
        var effects: [Effect] = []
        for input in inputs {
            let entry = JournalEntry(time: world.clock.now, seed: world.random.next(), input: input)
            let turn = next.apply(entry)
            guard !turn.events.isEmpty || !turn.effects.isEmpty else { continue }
            entries.append(entry.json)
            events += turn.events
            effects += turn.effects
        }
        guard !entries.isEmpty else { return }
        try await world.store.commit(commit(of: next, entries, events, creates: creates))
        execution = next
        journalLength += entries.count
        world.observer.committed(next.identity, events, next.outcome)
        for effect in effects { carryOut(effect) }
        if next.outcome != nil { world.tell(of: next, definition: definition) }
    }

    private func commit(
        of next: Execution, _ entries: [JSONValue], _ events: [HistoryEvent], creates: Bool
    ) -> HistoryCommit {
        // A redrive takes an end back.
        let isChanged = next.outcome != nil || execution.outcome != nil
        let ended = isChanged ? ExecutionRecord(next, definition: definition) : nil
        return HistoryCommit(
            arn: identity.executionARN, created: creates ? ended ?? ExecutionRecord(next, definition: definition) : nil,
            ended: ended, journal: entries, journalStart: journalLength,
            events: JSONValue.array(events.map { .object($0.json) }).serializedBytes(),
            firstEventID: execution.lastEventID + 1, lastEventID: next.lastEventID)
    }
}
