import Foundations
import JSONModel
import ServicePorts
import Synchronization

extension GlueService {
    func getJobRun(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let job = try Self.required(input, "JobName")
        let id = try Self.required(input, "RunId")
        guard let record = try await store.get(JobRunRecord.key(job, id, context)).flatMap(JobRunRecord.init) else {
            throw Self.notFound("Job Run \(id) not found.")
        }
        return ["JobRun": .object(record.run)]
    }

    /// Newest first. The token is the number of runs passed over, with the last one's id to stand on when newer ones
    /// have been added.
    func getJobRuns(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.required(input, "JobName")
        let all = try await runs(of: name, context).sorted { left, right in
            (left.startedOn, left.attempt, left.id) > (right.startedOn, right.attempt, right.id)
        }
        if all.isEmpty { _ = try await job(name, context) }
        let start = try Self.start(after: input.string("NextToken"), in: all)
        let size = min(max(input.int("MaxResults") ?? 200, 1), 200)
        let page = all[start...].prefix(size)
        var output: JSONObject = ["JobRuns": .array(page.map { .object($0.run) })]
        if page.endIndex < all.endIndex { output["NextToken"] = page.last.map { .string($0.id) } }
        return output
    }

    private static func start(after token: String?, in runs: [JobRunRecord]) throws -> Int {
        guard let token else { return 0 }
        guard let place = runs.firstIndex(where: { $0.id == token }) else { throw invalid("NextToken is not valid.") }
        return place + 1
    }

    func batchStopJobRun(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.required(input, "JobName")
        var successes: [JSONValue] = []
        var errors: [JSONValue] = []
        for id in input.strings("JobRunIds") ?? [] {
            var entry: JSONObject = ["JobName": .string(name), "JobRunId": .string(id)]
            do {
                try await stop(name, id, context)
                successes.append(.object(entry))
            } catch let error as AWSError {
                entry["ErrorDetail"] = ["ErrorCode": .string(error.code), "ErrorMessage": .string(error.message)]
                errors.append(.object(entry))
            }
        }
        return ["SuccessfulSubmissions": .array(successes), "Errors": .array(errors)]
    }

    private func stop(_ name: String, _ id: String, _ context: CallContext) async throws {
        try await turnstile.turn {
            let key = JobRunRecord.key(name, id, context)
            guard let record = try await store.get(key).flatMap(JobRunRecord.init) else {
                throw Self.notFound("Job Run \(id) not found.")
            }
            guard !record.isOver else {
                throw Self.invalid("Job Run \(id) is in state \(record.state) and cannot be stopped.")
            }
            try await store.put(key, record.moved(to: "STOPPING", at: clock.now).document)
        }
        let task = active.withLock { active in
            active[id]?.isStopping = true
            return active[id]?.task
        }
        task?.cancel()
    }
}
