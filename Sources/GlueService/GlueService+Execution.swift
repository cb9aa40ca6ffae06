import Foundations
import JSONModel
import ServicePorts
import Synchronization

/// How the carrying out of a run ended.
enum RunOutcome: Sendable {
    case succeeded
    case failed(String)
    case timedOut
    /// Stopped on demand, or left because this server ends.
    case stopped
}

extension GlueService {
    /// Begins a stored run. Called within the turnstile, so that its end comes after its beginning.
    func launch(_ record: JobRunRecord) {
        let task = Task { await self.carryOut(record) }
        active.withLock { $0[record.id, default: ActiveRun()].task = task }
    }

    private func carryOut(_ record: JobRunRecord) async {
        let output = RunOutput(record: record, invoker: invoker, events: events, clock: clock) {
            await self.markRunning(record)
        }
        let outcome = await outcome(record, output)
        let trouble = await output.finish()
        await end(record, outcome, trouble: trouble)
    }

    /// The engine's answer, or the timeout where that comes first.
    private func outcome(_ record: JobRunRecord, _ output: RunOutput) async -> RunOutcome {
        let deadline = clock.now + .seconds(60 * (record.run.int("Timeout") ?? 2880))
        return await withTaskGroup(of: RunOutcome?.self) { group in
            group.addTask { await self.execute(record, output) }
            group.addTask { [clock] in
                do { try await clock.sleep(until: deadline) } catch { return nil }
                return .timedOut
            }
            var first: RunOutcome?
            for await result in group where first == nil && result != nil {
                first = result
                group.cancelAll()
            }
            return first ?? .stopped
        }
    }

    private func execute(_ record: JobRunRecord, _ output: RunOutput) async -> RunOutcome {
        do {
            let request = try await prepare(record)
            guard !Task.isCancelled else { return .stopped }
            switch try await engine.run(request, events: { output.receive($0) }) {
            case .succeeded: return .succeeded
            case .failed(let message): return .failed(message)
            case .stopped: return .stopped
            }
        } catch {
            return Task.isCancelled ? .stopped : .failed("\(error)")
        }
    }

    private func markRunning(_ record: JobRunRecord) async {
        try? await turnstile.turn {
            guard let current = try await store.get(record.key).flatMap(JobRunRecord.init), current.state == "STARTING"
            else { return }
            try await store.put(record.key, current.moved(to: "RUNNING", at: clock.now).document)
        }
    }
}

// MARK: - The end of a run

extension GlueService {
    /// Stores the end, then tells it. A run that was left without anybody having stopped it stays as it is stored:
    /// the next server takes it up.
    private func end(_ record: JobRunRecord, _ outcome: RunOutcome, trouble: String?) async {
        let ended = try? await turnstile.turn { () -> JobRunRecord? in
            let isStopping = active.withLock { $0.removeValue(forKey: record.id)?.isStopping ?? false }
            guard let current = try await store.get(record.key).flatMap(JobRunRecord.init),
                var ended = Self.ended(current, outcome, isStopping: isStopping, at: clock.now)
            else { return nil }
            if let trouble { ended.run["StateDetail"] = .string("Logs could not be written: \(trouble)") }
            try await commit(ended)
            return ended
        }
        if let ended { publish(ended) }
    }

    private static func ended(
        _ record: JobRunRecord, _ outcome: RunOutcome, isStopping: Bool, at now: Timestamp
    ) -> JobRunRecord? {
        switch outcome {
        case .succeeded: record.moved(to: "SUCCEEDED", at: now)
        case .failed(let message): record.moved(to: "FAILED", at: now, message: message)
        case .timedOut:
            record.moved(
                to: "TIMEOUT", at: now,
                message: "Job run exceeded its timeout of \(record.run.int("Timeout") ?? 2880) minutes.")
        case .stopped: isStopping ? record.moved(to: "STOPPED", at: now) : nil
        }
    }

    /// The end and, where the job has retries left, the next run, in one commit. Runs that reach their timeout are
    /// not retried (Glue's documentation of `MaxRetries`).
    private func commit(_ ended: JobRunRecord) async throws {
        guard ended.state == "FAILED", ended.retry < ended.maxRetries else {
            return try await store.put(ended.key, ended.document)
        }
        let next = ended.retried(at: clock.now)
        try await store.commit([.put(ended.key, ended.document), .put(next.key, next.document)])
        launch(next)
    }

    private func publish(_ record: JobRunRecord) {
        let message = record.run.string("ErrorMessage") ?? "Job run \(record.state.lowercased())"
        let severity = ["FAILED": "ERROR", "TIMEOUT": "WARN"][record.state] ?? "INFO"
        events.publish(
            ServiceEvent(
                source: "aws.glue", detailType: "Glue Job State Change", time: clock.now, context: record.context,
                detail: [
                    "jobName": .string(record.jobName), "severity": .string(severity),
                    "state": .string(record.state), "jobRunId": .string(record.id), "message": .string(message),
                ]))
    }
}

// MARK: - The life of the service

extension GlueService {
    /// Takes up the runs that a server left when it died: those being stopped are stopped, all others begin anew under
    /// their own `JobRunId`, as the next `Attempt`. To be called once, when the children can reach this server.
    public func resume() async throws {
        for resource in try await store.all(service: "glue", kind: "jobRun") {
            guard let record = JobRunRecord(resource.value), !record.isOver else { continue }
            try await resume(record)
        }
    }

    private func resume(_ left: JobRunRecord) async throws {
        let stopped = try await turnstile.turn { () -> JobRunRecord? in
            // A run that has begun here in the meantime is not one that was left.
            guard active.withLock({ $0[left.id] == nil }),
                let record = try await store.get(left.key).flatMap(JobRunRecord.init), !record.isOver
            else { return nil }
            let isStopped = record.state == "STOPPING"
            let next = isStopped ? record.moved(to: "STOPPED", at: clock.now) : record.resumed(at: clock.now)
            try await store.put(next.key, next.document)
            if !isStopped { launch(next) }
            return isStopped ? next : nil
        }
        if let stopped { publish(stopped) }
    }

    /// Leaves the runs under way: their processes end, and what is stored of them is what ``resume()`` takes up.
    public func shutDown() async {
        let tasks = active.withLock { $0.values.compactMap(\.task) }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
