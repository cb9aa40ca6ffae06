import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts

/// Activities: work that workers of any kind fetch and report on.
/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html
extension StepFunctionsService {
    func createActivity(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = input.string("name") ?? ""
        try quotas.checkName(name)
        let key = context.key("states", "activity", name)
        if let known = try await store.get(key)?.objectValue { return try Self.created(known, again: input) }
        try EncryptionConfiguration.check(input["encryptionConfiguration"])
        let tags = try Tags.checked(input.array("tags") ?? [], quotas)
        try await checkQuota(.activities, "activity", error: "ActivityLimitExceeded", context)
        let record: JSONObject = [
            "name": .string(name), "activityArn": .string(context.arn("states", "activity:\(name)")),
            "creationDate": .double(clock.now.seconds), "tags": .array(tags),
        ]
        do {
            try await store.create(key, .object(record))
            return Self.summary(record)
        } catch is ResourceExists {
            return Self.summary(try await store.get(key)?.objectValue ?? record)
        }
    }

    /// An activity that is there is created again with the encryption that it has.
    private static func created(_ known: JSONObject, again input: JSONObject) throws(AWSError) -> JSONObject {
        guard input["encryptionConfiguration"]?["type"] ?? "AWS_OWNED_KEY" == "AWS_OWNED_KEY" else {
            throw AWSError(
                "ActivityAlreadyExists",
                "Activity Already Exists: '\(known.string("activityArn") ?? "")', with another encryption.")
        }
        return summary(known)
    }

    private static func summary(_ record: JSONObject) -> JSONObject {
        var output = record
        output["name"] = nil
        output["tags"] = nil
        return output
    }

    func describeActivity(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        var record = try await activity(input.string("activityArn") ?? "", context)
        record["tags"] = nil
        record["encryptionConfiguration"] = StateMachineRecord.defaultEncryption
        return record
    }

    func listActivities(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let page = try PageToken(input)
        let all = try await store.list(context, "states", "activity")
        let shown = all.dropFirst(page.offset).prefix(page.size).map { resource in
            var record = resource.value.objectValue ?? [:]
            record["tags"] = nil
            return JSONValue.object(record)
        }
        var output: JSONObject = ["activities": .array(Array(shown))]
        if page.offset + shown.count < all.count { output["nextToken"] = page.next(after: shown.count) }
        return output
    }

    func deleteActivity(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try ResourceName.activity(input.string("activityArn") ?? "", context)
        try await store.delete(name.context.key("states", "activity", name.parts[1]))
        return [:]
    }

    /// Waits up to a minute for a task; an empty answer where none came.
    func getActivityTask(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("activityArn") ?? ""
        _ = try await activity(arn, context)
        guard activities.pollers(of: arn) < quotas[.activityPollers] else {
            throw AWSError(
                "ActivityWorkerLimitExceeded",
                "The quota activity-pollers is reached: \(quotas[.activityPollers]) for '\(arn)'.")
        }
        let deadline = clock.now + .seconds(60)
        while let offer = await activities.take(from: arn, until: deadline, clock) {
            if await runtime.startActivity(offer.task, of: offer.execution, worker: input.string("workerName")) {
                return ["taskToken": .string(offer.token), "input": .string(offer.input)]
            }
        }
        return [:]
    }

    func activity(_ arn: String, _ context: CallContext) async throws -> JSONObject {
        let name = try ResourceName.activity(arn, context)
        let record = try await store.get(name.context.key("states", "activity", name.parts[1]))?.objectValue
        guard let record else { throw AWSError("ActivityDoesNotExist", "Activity Does Not Exist: '\(arn)'") }
        return record
    }
}
