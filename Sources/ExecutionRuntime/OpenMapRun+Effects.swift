import ExecutionCore
import Foundations
import JSONModel
import ServicePorts
import StatesLanguage

extension OpenMapRun {
    /// Carries out what a committed input asked for.
    func carryOut(_ effect: MapRunEffect) {
        switch effect {
        case .readItems: Task { await readItems() }
        case .startChild(let index, let attempt): Task { await start(index, attempt: attempt) }
        case .redriveChild(let index, let attempt): Task { await redrive(index, attempt: attempt) }
        case .stopChild(let index): Task { await stop(index) }
        case .writeResults: Task { await writeResults() }
        case .ended(let outcome): Task { await end(outcome) }
        }
    }

    private func readItems() async {
        do throws(MapRunFailure) {
            try await world.data.prepare(request)
            let items: [ReadItem]
            switch request.source {
            case .items(let values): items = values.map { ReadItem($0) }
            case .reader(let reader): items = try await world.data.items(of: reader, for: request)
            }
            let children = try request.inputs(of: items)
            let parts = stride(from: 0, to: children.count, by: Self.part).map {
                MapRunInput.planned(Array(children[$0..<min($0 + Self.part, children.count)]))
            }
            await take(parts + [.itemsRead])
        } catch {
            await take([.readFailed(error)])
        }
    }

    /// Children of one journal entry.
    private static let part = 1_000

    private var home: World { request.executionType == .express ? world.express ?? world : world }

    private func start(_ index: Int, attempt: Int) async {
        let arn = request.childARN(index)
        indices[arn] = index
        if isResumed, request.executionType == .express, let record = try? await world.store.execution(arn),
            record.attempt >= attempt
        {
            return await report(index, arn)
        }
        do {
            let input = try Document(text: run.children.input(index))
            let identity = request.childIdentity(
                index, attempt: attempt, input: input, items: run.children.items(of: index), startTime: world.clock.now)
            try await home.start(request.machine, definition: request.definition, identity: identity)
        } catch is ExecutionExists {
            await report(index, arn)
        } catch {
            // The store that failed is tried again: a child that was asked for is not lost.
            guard !isShutDown else { return }
            try? await world.clock.sleep(for: .seconds(1))
            return await start(index, attempt: attempt)
        }
        if run.isStopping { await stop(index) }
    }

    /// Tells of a child that ran before a restart, if it has ended; the end of one that still runs comes by itself.
    private func report(_ index: Int, _ arn: String) async {
        guard home.directory[arn] == nil, let record = try? await world.store.execution(arn),
            let result = ChildResult(record)
        else { return }
        await childEnded(arn, attempt: record.attempt, result)
    }

    private func redrive(_ index: Int, attempt: Int) async {
        let arn = request.childARN(index)
        indices[arn] = index
        guard world.directory[arn] == nil, let record = try? await world.store.execution(arn) else {
            // It was never started: its Map Run ended before.
            if world.directory[arn] == nil { await start(index, attempt: attempt) }
            return
        }
        guard let result = ChildResult(record), record.attempt < attempt,
            await world.isRedrivable(record)
        else { return await report(index, arn, attempt) }
        do {
            try await world.redrive(record, machine: request.machine)
        } catch {
            await take([.childEnded(index, attempt: attempt, result)])
        }
        if run.isStopping { await stop(index) }
    }

    /// The last result of a child that is not run again is final.
    private func report(_ index: Int, _ arn: String, _ attempt: Int) async {
        guard let record = try? await world.store.execution(arn), let result = ChildResult(record) else { return }
        await take([.childEnded(index, attempt: attempt, result)])
    }

    private func stop(_ index: Int) async {
        await home.directory[request.childARN(index)]?.take(.stop(error: nil, cause: nil))
    }

    /// An Express execution of this run ended: it is remembered, as it can be described.
    func expressEnded(_ record: ExecutionRecord, _ result: ChildResult) async {
        let commit = HistoryCommit(
            arn: record.arn, created: record, journal: [], journalStart: 0, events: [], firstEventID: 1,
            lastEventID: 0)
        do {
            try await world.store.commit(commit)
        } catch {
            // That of an earlier attempt.
            var change = commit
            change.created = nil
            change.ended = record
            try? await world.store.commit(change)
        }
        await childEnded(record.arn, attempt: record.attempt, result)
    }

    /// An execution that belongs to this run ended.
    func childEnded(_ arn: String, attempt: Int, _ result: ChildResult) async {
        guard let index = indices[arn] else { return }
        await take([.childEnded(index, attempt: attempt, result)])
        if run.children.state(index) != .running { indices[arn] = nil }
    }

    private func writeResults() async {
        do throws(MapRunFailure) {
            await take([.resultsWritten(output: try await world.data.write(run))])
        } catch {
            await take([.writeFailed(error)])
        }
    }

    private func end(_ outcome: MapRunOutcome) async {
        if isToBeRedriven() { return await take([.redrive]) }
        await world.directory[request.parent.executionARN]?.take(
            .mapRunEnded(request.frame, arn: request.arn, outcome))
        if !isToBeRedriven() { world.mapRuns.remove(request.arn) }
    }
}

extension ExecutionRecord {
    /// The attempt of its Map Run that it is in.
    fileprivate var attempt: Int { (document.int("firstAttempt") ?? 0) + (document.int("redriveCount") ?? 0) }
}

extension ChildResult {
    /// nil for one that runs.
    fileprivate init?(_ record: ExecutionRecord) {
        guard record.status != "RUNNING", let stopTime = record.stopTime else { return nil }
        self.init(
            status: record.status, output: record.document.string("output"), error: record.document.string("error"),
            cause: record.document.string("cause"), startTime: record.startTime, stopTime: stopTime)
    }
}
