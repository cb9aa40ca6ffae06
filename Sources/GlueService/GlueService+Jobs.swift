import Foundations
import JSONModel
import ServicePorts

extension GlueService {
    func createJob(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.required(input, "Name")
        var job = Self.defaults(input)
        try Self.validate(job)
        let tags = job.removeValue(forKey: "Tags")?.objectValue
        try await turnstile.turn {
            if let existing = try await store.get(context.key("glue", "job", name))?.objectValue {
                // CreateJob is idempotent by name: https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html
                guard Self.definition(existing) == job else {
                    throw AWSError(
                        "IdempotentParameterMismatchException",
                        "Job with name \(name) already submitted with different configuration")
                }
                return
            }
            try await add(job, tags: tags, context)
        }
        return ["Name": .string(name)]
    }

    private func add(_ job: JSONObject, tags: JSONObject?, _ context: CallContext) async throws {
        let name = job.string("Name") ?? ""
        let now = JSONValue.double(clock.now.seconds)
        var changes: [ResourceChange] = [
            .create(
                context.key("glue", "job", name),
                .object(job.merging(["CreatedOn": now, "LastModifiedOn": now])))
        ]
        if let tags, !tags.isEmpty {
            changes.append(.put(context.key("glue", "tags", context.arn("glue", "job/\(name)")), .object(tags)))
        }
        try await store.commit(changes)
    }

    func getJob(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        ["Job": .object(try await job(Self.required(input, "JobName"), context))]
    }

    func getJobs(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let (resources, token) = try await jobs(input, context)
        return JSONObject([
            ("Jobs", .array(resources.map(\.value))), ("NextToken", token.map(JSONValue.string) ?? .null),
        ]).withoutNulls()
    }

    func listJobs(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let wanted = input.object("Tags") ?? [:]
        let (resources, token) = try await jobs(input, context)
        var names: [JSONValue] = []
        for name in resources.map(\.key.id) {
            let tags = wanted.isEmpty ? [:] : try await tags(of: context.arn("glue", "job/\(name)"), context)
            if wanted.allSatisfy({ tags[$0.key] == $0.value }) { names.append(.string(name)) }
        }
        return JSONObject([("JobNames", .array(names)), ("NextToken", token.map(JSONValue.string) ?? .null)])
            .withoutNulls()
    }

    private func jobs(_ input: JSONObject, _ context: CallContext) async throws -> ([Resource], String?) {
        let page = Page(input)
        return page.cut(try await store.list(context, "glue", "job", after: page.after, limit: page.size + 1))
    }

    func batchGetJobs(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        var found: [JSONValue] = []
        var missing: [JSONValue] = []
        for name in input.strings("JobNames") ?? [] {
            if let job = try await store.get(context.key("glue", "job", name)) {
                found.append(job)
            } else {
                missing.append(.string(name))
            }
        }
        return ["Jobs": .array(found), "JobsNotFound": .array(missing)]
    }

    func updateJob(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.required(input, "JobName")
        let update = try Self.requiredObject(input, "JobUpdate")
        try await turnstile.turn {
            let existing = try await job(name, context)
            // "The previous job definition is completely overwritten by this information" (API_UpdateJob).
            var job = Self.defaults(JSONObject([("Name", .string(name))]).merging(update))
            try Self.validate(job)
            job["CreatedOn"] = existing["CreatedOn"]
            job["LastModifiedOn"] = .double(clock.now.seconds)
            try await store.put(context.key("glue", "job", name), .object(job))
        }
        return ["JobName": .string(name)]
    }

    /// "If the job definition is not found, no exception is thrown" (API_DeleteJob).
    func deleteJob(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try Self.required(input, "JobName")
        try await turnstile.turn {
            try await store.commit([
                .delete(context.key("glue", "job", name)),
                .delete(context.key("glue", "tags", context.arn("glue", "job/\(name)"))),
            ])
        }
        return ["JobName": .string(name)]
    }

    func job(_ name: String, _ context: CallContext) async throws -> JSONObject {
        guard let job = try await store.get(context.key("glue", "job", name))?.objectValue else {
            throw Self.notFound("Job \(name) not found.")
        }
        return job
    }
}

// MARK: - Definitions

extension GlueService {
    private static let commands: Set<String> = ["glueetl", "pythonshell", "gluestreaming", "glueray"]

    private static func validate(_ job: JSONObject) throws {
        let command = try requiredObject(job, "Command")
        let name = command.string("Name") ?? ""
        guard commands.contains(name) else {
            throw invalid("Command name should be one of \(commands.sorted().joined(separator: ", ")).")
        }
        guard job.string("Role") != nil else { throw invalid("Role should not be null.") }
        // Default 2880 minutes, at most 7 days: https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html
        guard (1...10080).contains(job.int("Timeout") ?? 2880) else {
            throw invalid("Timeout not supported: it is a number of minutes from 1 to 10080.")
        }
        guard (0...10).contains(job.int("MaxRetries") ?? 0) else { throw invalid("MaxRetries should be from 0 to 10.") }
        guard job["MaxCapacity"] == nil || (job["WorkerType"] == nil && job["NumberOfWorkers"] == nil) else {
            throw invalid("Please do not set Max Capacity if using Worker Type and Number of Workers.")
        }
    }

    /// The values that Glue gives to what a definition leaves out.
    private static func defaults(_ input: JSONObject) -> JSONObject {
        var job = input.withoutNulls()
        if job["ExecutionProperty"] == nil { job["ExecutionProperty"] = ["MaxConcurrentRuns": 1] }
        if job["MaxRetries"] == nil { job["MaxRetries"] = 0 }
        if job["Timeout"] == nil { job["Timeout"] = 2880 }
        if job["GlueVersion"] == nil, job.object("Command")?.string("Name") != "pythonshell" {
            job["GlueVersion"] = "5.0"
        }
        return job
    }

    private static func definition(_ job: JSONObject) -> JSONObject {
        var definition = job
        definition.removeValue(forKey: "CreatedOn")
        definition.removeValue(forKey: "LastModifiedOn")
        return definition
    }
}
