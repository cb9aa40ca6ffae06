import ExecutionCore
import Foundations
import JSONModel
import ServicePorts

extension World {
    /// Opens a Map Run that an execution asks for, for the first time or again.
    func open(_ request: MapRunRequest) async {
        if let run = mapRuns[request.arn] { return await run.redrive(request.redriveCount) }
        do {
            let journal = try await store.journal(request.arn)
            let record = try await store.execution(request.arn)
            let run = MapRun(request, startTime: record?.startTime ?? clock.now, limits: limits)
            let process =
                journal.isEmpty
                ? OpenMapRun(run, world: self) : try OpenMapRun(replaying: journal, of: run, world: self)
            let (open, stops) = mapRuns.add(process, request.arn)
            await open.resume(redrives: request.redriveCount)
            if stops { await open.take([.stop]) }
        } catch {
            await directory[request.parent.executionARN]?.take(
                .mapRunEnded(
                    request.frame, arn: request.arn,
                    .failed(MapRunFailure(error: "States.Runtime", cause: "\(error)"))))
        }
    }

    func stopMapRun(_ arn: String) async { await mapRuns.stopping(arn)?.take([.stop]) }

    /// Tells the Map Run of a child what became of it.
    func tell(of execution: Execution, definition: String) {
        guard let arn = execution.identity.mapRunARN, let outcome = execution.outcome, let run = mapRuns[arn] else {
            return
        }
        let result = ChildResult(
            outcome, startTime: execution.identity.startTime,
            stopTime: execution.stopTime ?? execution.identity.startTime)
        if execution.identity.isExpress {
            let record = ExecutionRecord(execution, definition: definition)
            Task { await run.expressEnded(record, result) }
            return
        }
        let attempt = execution.identity.firstAttempt + execution.redriveCount
        Task { [child = execution.identity.executionARN] in
            await run.childEnded(child, attempt: attempt, result)
        }
    }

    /// Ends Map Runs whose executions ended while the server did not run.
    func abandon(_ record: ExecutionRecord) async throws {
        let children = try await store.executions(
            ExecutionQuery(status: "RUNNING", ownerARN: record.arn, limit: .max))
        for child in children { await directory[child.arn]?.take(.stop(error: nil, cause: nil)) }
        var ended = record
        ended.status = "ABORTED"
        ended.stopTime = clock.now
        ended.document["status"] = "ABORTED"
        ended.document["stopDate"] = .double(clock.now.seconds)
        try await store.commit(
            HistoryCommit(
                arn: record.arn, ended: ended,
                journal: [[.int(Int(clock.now.milliseconds)), MapRunInput.stop.json]],
                journalStart: try await store.journal(record.arn).count, events: [], firstEventID: 1, lastEventID: 0))
    }
}
