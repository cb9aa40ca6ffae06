import Foundations
import JSONModel
import ServicePorts
import Synchronization

extension GlueService {
    func startJobRun(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.required(input, "JobName")
        let record: JobRunRecord? = try await turnstile.turn {
            if let known = try await runOfKey(context) {
                return try await store.get(known).flatMap(JobRunRecord.init)
            }
            let record = try await newRun(name, input, context)
            try await store.commit([.create(record.key, record.document)] + idempotency(record, context))
            active.withLock { $0[record.id] = ActiveRun() }
            launch(record)
            return record
        }
        guard let record else { throw Self.notFound("Job run of job \(name) not found.") }
        return ["JobRunId": .string(record.id)]
    }

    /// The run that an earlier call with the same idempotency key started.
    private func runOfKey(_ context: CallContext) async throws -> ResourceKey? {
        guard let key = context.idempotencyKey,
            let known = try await store.get(context.key("glue", "startJobRun", key))?.stringValue
        else { return nil }
        return context.key("glue", "jobRun", known)
    }

    private func idempotency(_ record: JobRunRecord, _ context: CallContext) -> [ResourceChange] {
        guard let key = context.idempotencyKey else { return [] }
        return [.put(context.key("glue", "startJobRun", key), .string(record.key.id))]
    }

    private func newRun(_ name: String, _ input: JSONObject, _ context: CallContext) async throws -> JobRunRecord {
        guard let job = try await store.get(context.key("glue", "job", name))?.objectValue else {
            throw Self.notFound("Failed to start job run due to missing metadata")
        }
        try Self.refuseUnserved(job)
        let limit = job.object("ExecutionProperty")?.int("MaxConcurrentRuns") ?? 1
        guard try await runsUnderWay(of: name, context) < limit else {
            throw AWSError("ConcurrentRunsExceededException", "Concurrent runs exceeded for \(name)")
        }
        let arguments = try Self.arguments(job, input)
        let previous = try await previousRun(name, input, context)
        return JobRunRecord(
            run: document(job, input, arguments: arguments, previous: previous),
            command: job.object("Command") ?? [:], maxRetries: job.int("MaxRetries") ?? 0, context: context)
    }

    private static func refuseUnserved(_ job: JSONObject) throws {
        let command = job.object("Command")?.string("Name") ?? ""
        guard JobKind(rawValue: command) != nil else {
            throw invalid("Jobs with the command \(command) are not served here; glueetl and pythonshell are.")
        }
    }

    private func runsUnderWay(of name: String, _ context: CallContext) async throws -> Int {
        try await runs(of: name, context).filter { !$0.isOver }.count
    }

    func runs(of name: String, _ context: CallContext) async throws -> [JobRunRecord] {
        try await store.list(context, "glue", "jobRun", prefix: JobRunRecord.prefix(name))
            .compactMap { JobRunRecord($0.value) }
    }

    /// `StartJobRun` with a `JobRunId` runs that earlier run again.
    private func previousRun(
        _ name: String, _ input: JSONObject, _ context: CallContext
    ) async throws -> JobRunRecord? {
        guard let id = input.string("JobRunId") else { return nil }
        guard let record = try await store.get(JobRunRecord.key(name, id, context)).flatMap(JobRunRecord.init) else {
            throw Self.notFound("Job Run \(id) not found.")
        }
        return record
    }

    /// The run's arguments over the job's defaults; what the job does not let be overridden stays.
    private static func arguments(_ job: JSONObject, _ input: JSONObject) throws -> JSONObject {
        let fixed = job.object("NonOverridableArguments") ?? [:]
        let given = input.object("Arguments") ?? [:]
        if let refused = given.keys.first(where: { fixed[$0] != nil }) {
            throw invalid("Argument \(refused) is not overridable.")
        }
        return (job.object("DefaultArguments") ?? [:]).merging(given).merging(fixed)
    }

    private func document(
        _ job: JSONObject, _ input: JSONObject, arguments: JSONObject, previous: JobRunRecord?
    ) -> JSONObject {
        let now = JSONValue.double(clock.now.seconds)
        var run: JSONObject = [
            "Id": .string("jr_" + hexadecimal64()),
            "Attempt": 0,
            "JobName": job["Name"] ?? .null,
            "StartedOn": now,
            "LastModifiedOn": now,
            "JobRunState": "STARTING",
            "Arguments": .object(previous?.run.object("Arguments") ?? arguments),
            "PredecessorRuns": [],
            "ExecutionTime": 0,
            "Timeout": input["Timeout"] ?? job["Timeout"] ?? 2880,
            "LogGroupName": "/aws-glue/jobs",
        ]
        if let previous { run["PreviousRunId"] = .string(previous.id) }
        for member in Self.inherited { run[member] = input[member] ?? job[member] }
        return run.withoutNulls()
    }

    private static let inherited = [
        "MaxCapacity", "AllocatedCapacity", "WorkerType", "NumberOfWorkers", "GlueVersion", "SecurityConfiguration",
        "NotificationProperty", "ExecutionClass", "MaintenanceWindow", "JobMode", "JobRunQueuingEnabled",
    ]

    private func hexadecimal64() -> String {
        (0..<4).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
