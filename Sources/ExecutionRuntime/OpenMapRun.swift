import ExecutionCore
import Foundations
import JSONModel
import ServicePorts

/// One Map Run while it runs. Inputs wait in line; what waits is applied together, committed in one transaction, and
/// only then its effects are carried out.
actor OpenMapRun {
    private struct Waiting: Sendable {
        var input: MapRunInput
        var done: CheckedContinuation<Void, Never>?
    }

    let world: World
    private(set) var run: MapRun
    private var journalLength: Int
    private var isCreated: Bool
    private var waiting: [Waiting] = []
    private var isPumping = false
    private(set) var isShutDown = false
    /// How often it is to have been redriven.
    private var wantedRedrives = 0
    /// Whether it began in an earlier life of the server, or was redriven.
    private(set) var isResumed = false
    /// Children that run, by ARN.
    var indices: [String: Int] = [:]

    init(_ run: MapRun, world: World) {
        self.run = run
        self.world = world
        journalLength = 0
        isCreated = false
        wantedRedrives = run.request.redriveCount
    }

    /// Folds a journal to where it ends.
    init(replaying journal: [JSONValue], of run: MapRun, world: World) throws(DamagedJournal) {
        var run = run
        for entry in journal {
            guard let milliseconds = entry[0]?.intValue, let input = entry[1].flatMap(MapRunInput.init(json:)) else {
                throw DamagedJournal(entry: entry.serialized())
            }
            _ = run.apply(input, at: Timestamp(milliseconds: Int64(milliseconds)))
        }
        self.run = run
        self.world = world
        journalLength = journal.count
        isCreated = true
        isResumed = true
    }

    var request: MapRunRequest { run.request }

    /// Goes on where its journal ends, redriven where that was asked for.
    func resume(redrives: Int) async {
        wantedRedrives = max(wantedRedrives, redrives)
        guard isCreated else { return await take([.start]) }
        if case .some = run.outcome, run.redriveCount < wantedRedrives { return await take([.redrive]) }
        for effect in run.outstandingEffects { carryOut(effect) }
    }

    /// Notes a redrive that waits for what is still to end.
    func redrive(_ count: Int) async {
        wantedRedrives = max(wantedRedrives, count)
        if run.outcome != nil, run.redriveCount < wantedRedrives { await take([.redrive]) }
    }

    /// Takes inputs; they are durable when this returns.
    func take(_ inputs: [MapRunInput]) async {
        guard !isShutDown, let last = inputs.last else { return }
        for input in inputs.dropLast() { waiting.append(Waiting(input: input, done: nil)) }
        await withCheckedContinuation { done in
            waiting.append(Waiting(input: last, done: done))
            Task { await pump() }
        }
    }

    /// Stops work without a word to the journal: a restart finds everything as it is.
    func shutDown() {
        isShutDown = true
        for waiter in waiting { waiter.done?.resume() }
        waiting = []
    }

    private func pump() async {
        guard !isPumping else { return }
        isPumping = true
        while !waiting.isEmpty, !isShutDown {
            let batch = waiting
            waiting = []
            await commit(batch)
        }
        isPumping = false
    }

    private func commit(_ batch: [Waiting]) async {
        let time = world.clock.now
        let before = run.status
        var effects: [MapRunEffect] = []
        for waiter in batch { effects += run.apply(waiter.input, at: time) }
        let record = record
        let commit = HistoryCommit(
            arn: request.arn, created: isCreated ? nil : record, ended: run.status == before ? nil : record,
            journal: batch.map { [.int(Int(time.milliseconds)), $0.input.json] }, journalStart: journalLength,
            events: [], firstEventID: 1, lastEventID: 0)
        // A store that cannot write (a full disk) is tried again.
        while !isShutDown {
            do {
                try await world.store.commit(commit)
                break
            } catch {
                try? await world.clock.sleep(for: .seconds(1))
            }
        }
        for waiter in batch { waiter.done?.resume() }
        guard !isShutDown else { return }
        isCreated = true
        journalLength += batch.count
        for effect in effects { carryOut(effect) }
    }

    /// What the store keeps of it besides its journal.
    private var record: ExecutionRecord {
        var document = run.description
        document["stateMachineArn"] = .string(request.parent.stateMachineARN)
        return ExecutionRecord(
            arn: request.arn, stateMachineARN: request.stateMachineARN, name: request.id, status: run.status,
            startTime: run.startTime, stopTime: run.stopTime, document: document,
            ownerARN: request.parent.executionARN)
    }

    /// Whether it ended only to be redriven.
    func isToBeRedriven() -> Bool { run.redriveCount < wantedRedrives }
}
