import Foundations
import JSONModel
import ServicePorts
import StatesLanguage

extension StepFunctionsService {
    func createStateMachine(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = input.string("name") ?? ""
        try quotas.checkName(name)
        try AWSError.checkMember(input.string("type"), "type", of: ["STANDARD", "EXPRESS"])
        try EncryptionConfiguration.check(input["encryptionConfiguration"])
        try checkPublication(input)
        try check(definition: input.string("definition") ?? "", type: input.string("type") ?? "STANDARD")
        try checkRole(input.string("roleArn") ?? "")
        let arn = context.arn("states", "stateMachine:\(name)")
        let created = try StateMachineRecord(creating: input, arn: arn, at: clock.now, quotas)
        let key = context.key("states", "stateMachine", name)
        return try await writes.turn { [self] in
            var record = created
            if let known = try await store.get(key).map(StateMachineRecord.init(json:)) {
                try known.checkActive()
                guard known.isSame(as: record) else {
                    throw AWSError("StateMachineAlreadyExists", "State Machine Already Exists: '\(arn)'")
                }
                record = known
                try await checkVersion(of: record, isSameAs: input, context)
            } else {
                try await checkQuota(.stateMachines, "stateMachine", error: "StateMachineLimitExceeded", context)
                try await store.create(key, record.json)
                await telemetry.forget(arn)
                noticeTracing(record)
            }
            var output: JSONObject = [
                "stateMachineArn": .string(arn), "creationDate": .double(record.creationDate.seconds),
            ]
            if input.bool("publish") == true {
                let version = try await publish(&record, description: input.string("versionDescription"), context)
                output["stateMachineVersionArn"] = .string(version.arn)
            }
            return output
        }
    }

    func updateStateMachine(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let fields = [
            "definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration",
        ]
        guard fields.contains(where: { input[$0] != nil }) else {
            throw AWSError(
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be "
                    + "specified")
        }
        try EncryptionConfiguration.check(input["encryptionConfiguration"])
        try checkPublication(input)
        let arn = input.string("stateMachineArn") ?? ""
        return try await writes.turn { [self] in
            var record = try await record(of: arn, context)
            try record.checkActive()
            let before = record
            if let definition = input.string("definition") {
                try check(definition: definition, type: record.type)
                record.definition = definition
            }
            if let role = input.string("roleArn") {
                try checkRole(role)
                record.roleARN = role
            }
            if let logging = input["loggingConfiguration"] {
                record.loggingConfiguration = try LoggingConfiguration.checked(logging)
            }
            if let tracing = input["tracingConfiguration"] {
                record.tracingConfiguration = try LoggingConfiguration.tracing(tracing)
            }
            record.encryptionConfiguration = input["encryptionConfiguration"] ?? record.encryptionConfiguration
            record.updateDate = clock.now
            if record.revisionID == nil || !record.isSame(as: before) || record.roleARN != before.roleARN {
                record.revisionID = random.uuid()
                record.publishedVersion = nil
            }
            if input.bool("publish") == true, record.publishedVersion == nil {
                try await checkVersionQuota(record, context)
            }
            await telemetry.forget(record.arn)
            try await put(record, context)
            await telemetry.forget(record.arn)
            if input["tracingConfiguration"] != nil { noticeTracing(record) }
            var output: JSONObject = ["updateDate": .double(clock.now.seconds)]
            output["revisionId"] = record.revisionID.map(JSONValue.string)
            if input.bool("publish") == true {
                let version = try await publish(&record, description: input.string("versionDescription"), context)
                output["stateMachineVersionArn"] = .string(version.arn)
            }
            return output
        }
    }

    func describeStateMachine(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let target = try await target(of: input.string("stateMachineArn") ?? "", context)
        var output = target.version?.summary ?? target.record.summary
        output["variableReferences"] = variableReferences(target.record.definition)
        return output
    }

    /// Which variables each state reads; nil where none does.
    func variableReferences(_ definition: String) -> JSONValue? {
        guard let references = try? machines.machine(definition).variableReferences, !references.isEmpty else {
            return nil
        }
        let sorted = references.sorted { $0.key < $1.key }
        return .object(JSONObject(sorted.map { ($0.key, .array($0.value.map(JSONValue.string))) }))
    }

    func listStateMachines(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let page = try PageToken(input)
        let all = try await store.list(context, "states", "stateMachine")
        let shown = all.dropFirst(page.offset).prefix(page.size)
        var output: JSONObject = [
            "stateMachines": .array(
                shown.map { resource in
                    let record = StateMachineRecord(json: resource.value)
                    return [
                        "stateMachineArn": .string(record.arn), "name": .string(record.name),
                        "type": .string(record.type), "creationDate": .double(record.creationDate.seconds),
                    ]
                })
        ]
        if page.offset + shown.count < all.count { output["nextToken"] = page.next(after: shown.count) }
        return output
    }

    func validateStateMachineDefinition(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try AWSError.checkMember(input.string("type"), "type", of: ["STANDARD", "EXPRESS"])
        try AWSError.checkMember(input.string("severity"), "severity", of: ["ERROR", "WARNING"])
        if let asked = input.int("maxResults"), asked > 100 {
            throw AWSError.constraint("\(asked)", "maxResults", "Member must have value less than or equal to 100")
        }
        let isExpress = input.string("type") == "EXPRESS"
        let options = CompilerOptions(isExpress: isExpress)
        let text = input.string("definition") ?? ""
        let wanted =
            input.string("severity") == "WARNING"
            ? StateMachine.review(of: text, options: options)
            : StateMachine.diagnostics(of: text, options: options).filter { $0.severity == .error }
        let hasErrors = wanted.contains { $0.severity == .error }
        let limit = input.int("maxResults").flatMap { $0 == 0 ? nil : $0 } ?? 100
        return [
            "result": hasErrors ? "FAIL" : "OK",
            "diagnostics": .array(wanted.prefix(limit).map(\.json)),
            "truncated": .bool(wanted.count > limit),
        ]
    }

    func record(of arn: String, _ context: CallContext) async throws -> StateMachineRecord {
        let name = try ResourceName.stateMachine(arn, context)
        let value = try await store.get(name.context.key("states", "stateMachine", name.parts[1]))
        guard let value, name.parts.count == 2 else {
            throw AWSError("StateMachineDoesNotExist", "State Machine Does Not Exist: '\(arn)'")
        }
        return StateMachineRecord(json: value)
    }

    func put(_ record: StateMachineRecord, _ context: CallContext) async throws {
        let name = try ResourceName.stateMachine(record.arn, context)
        try await store.put(name.context.key("states", "stateMachine", record.name), record.json)
    }

    private func check(definition: String, type: String) throws(AWSError) {
        guard definition.utf8.count <= quotas[.definitionBytes] else {
            throw AWSError(
                "InvalidDefinition",
                "Invalid State Machine Definition: the definition is larger than \(quotas[.definitionBytes]) bytes.")
        }
        do {
            if type == "EXPRESS" {
                _ = try StateMachine(definition: definition, options: CompilerOptions(isExpress: true))
            } else {
                _ = try machines.machine(definition)
            }
        } catch {
            throw AWSError("InvalidDefinition", error.description)
        }
    }

    /// Tracing is accepted, so that a template deploys as it is; there is nobody here to send traces to.
    private func noticeTracing(_ record: StateMachineRecord) {
        guard record.tracingConfiguration["enabled"] == true else { return }
        notice("\(record.name): tracing is enabled, but AWS X-Ray is not served here: no traces are kept")
    }

    func checkRole(_ arn: String) throws(AWSError) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 6, parts[0] == "arn", parts[2] == "iam", parts[5].hasPrefix("role/") else {
            throw AWSError("InvalidArn", "Invalid Role Arn: '\(arn)'")
        }
    }

    private func checkPublication(_ input: JSONObject) throws(AWSError) {
        guard input["versionDescription"] == nil || input.bool("publish") == true else {
            throw AWSError("ValidationException", "Version description can only be set when publish is true.")
        }
        try AWSError.checkLength(input.string("versionDescription"), "versionDescription", most: 256)
    }
}

extension Diagnostic {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message),
        ]
        object["location"] = location.map(JSONValue.string)
        return .object(object)
    }
}
