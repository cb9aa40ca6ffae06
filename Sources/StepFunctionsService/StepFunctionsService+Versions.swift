import Foundations
import JSONModel
import ServicePorts

/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-version.html
extension StepFunctionsService {
    func publishStateMachineVersion(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("stateMachineArn") ?? ""
        _ = try ResourceName.stateMachine(arn, context)
        try AWSError.checkLength(input.string("description"), "description", most: 256)
        return try await writes.turn { [self] in
            var record = try await record(of: arn, context)
            try record.checkActive()
            if let asked = input.string("revisionId"), asked != record.revisionID ?? "INITIAL" {
                throw AWSError(
                    "ConflictException",
                    "Failed to publish the state machine version for revision \(asked). The current State Machine "
                        + "revision is \(record.revisionID ?? "INITIAL").")
            }
            let version = try await publish(&record, description: input.string("description"), context)
            return [
                "stateMachineVersionArn": .string(version.arn), "creationDate": .double(version.creationDate.seconds),
            ]
        }
    }

    /// The version of a machine's current revision; publishing it twice gives the same. Stores the machine too.
    func publish(
        _ record: inout StateMachineRecord, description: String?, _ context: CallContext
    ) async throws -> VersionRecord {
        let name = try ResourceName.stateMachine(record.arn, context)
        if let number = record.publishedVersion,
            let known = try await store.get(versionKey(record.name, number, name.context))
        {
            return VersionRecord(json: known)
        }
        try await checkVersionQuota(record, context)
        record.lastVersion += 1
        record.publishedVersion = record.lastVersion
        let version = VersionRecord(record, number: record.lastVersion, description: description, at: clock.now)
        try await store.commit([
            .put(name.context.key("states", "stateMachine", record.name), record.json),
            .put(versionKey(record.name, version.number, name.context), version.json),
        ])
        return version
    }

    func checkVersionQuota(_ record: StateMachineRecord, _ context: CallContext) async throws {
        try await checkQuota(
            .versionsPerStateMachine, "stateMachineVersion", prefix: record.name + ":",
            error: "ServiceQuotaExceededException", try ResourceName.stateMachine(record.arn, context).context)
    }

    /// A machine that is created again is the same only with the same version, where one is asked for.
    func checkVersion(of record: StateMachineRecord, isSameAs input: JSONObject, _ context: CallContext) async throws {
        guard input.bool("publish") == true, let number = record.publishedVersion,
            let version = try await storedVersion("\(record.arn):\(number)", context),
            version.description != input.string("versionDescription")
        else { return }
        throw AWSError(
            "ConflictException",
            "Version \(number) of the state machine is published already, with a different description.")
    }

    func versionKey(_ machine: String, _ number: Int, _ context: CallContext) -> ResourceKey {
        context.key("states", "stateMachineVersion", VersionRecord.id(machine, number))
    }

    func version(of arn: String, _ context: CallContext) async throws -> VersionRecord {
        guard let version = try await storedVersion(arn, context) else {
            throw AWSError("StateMachineDoesNotExist", "State Machine Does Not Exist: '\(arn)'")
        }
        return version
    }

    func storedVersion(_ arn: String, _ context: CallContext) async throws -> VersionRecord? {
        let name = try ResourceName.stateMachine(arn, context)
        guard name.parts.count == 3, let number = Int(name.parts[2]) else { return nil }
        return try await store.get(versionKey(name.parts[1], number, name.context)).map(VersionRecord.init(json:))
    }

    func versions(of machine: String, _ context: CallContext) async throws -> [VersionRecord] {
        try await store.list(context, "states", "stateMachineVersion", prefix: machine + ":")
            .map { VersionRecord(json: $0.value) }.sorted { $0.number > $1.number }
    }

    func listStateMachineVersions(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let record = try await record(of: input.string("stateMachineArn") ?? "", context)
        let page = try PageToken(input)
        let name = try ResourceName.stateMachine(record.arn, context)
        let all = try await versions(of: record.name, name.context)
        let shown = all.dropFirst(page.offset).prefix(page.size)
        var output: JSONObject = [
            "stateMachineVersions": .array(
                shown.map {
                    ["stateMachineVersionArn": .string($0.arn), "creationDate": .double($0.creationDate.seconds)]
                })
        ]
        if page.offset + shown.count < all.count { output["nextToken"] = page.next(after: shown.count) }
        return output
    }

    func deleteStateMachineVersion(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("stateMachineVersionArn") ?? ""
        let name = try ResourceName.stateMachine(arn, context)
        guard name.parts.count == 3, let number = Int(name.parts[2]) else {
            throw AWSError("ValidationException", "Invalid State Machine Version Arn: '\(arn)'")
        }
        try await writes.turn { [self] in
            let users = try await aliases(of: name.parts[1], name.context)
                .filter { $0.routes.contains { $0.versionARN == arn } }
            guard users.isEmpty else {
                throw AWSError(
                    "ConflictException",
                    "Version to be deleted must not be referenced by an alias. Current list of aliases referencing "
                        + "this version: [\(users.map(\.name).joined(separator: ", "))]")
            }
            try await store.delete(versionKey(name.parts[1], number, name.context))
        }
        return [:]
    }
}
