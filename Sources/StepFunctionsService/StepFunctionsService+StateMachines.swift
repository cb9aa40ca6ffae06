import Foundations
import JSONModel
import ServicePorts
import StatesLanguage

extension StepFunctionsService {
    func createStateMachine(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = input.string("name") ?? ""
        try AWSError.checkName(name)
        try AWSError.checkEncryption(input)
        try checkPublication(input)
        try check(definition: input.string("definition") ?? "", type: input.string("type") ?? "STANDARD")
        try checkRole(input.string("roleArn") ?? "")
        let arn = context.arn("states", "stateMachine:\(name)")
        let created = try StateMachineRecord(creating: input, arn: arn, at: clock.now)
        let key = context.key("states", "stateMachine", name)
        return try await writes.turn { [self] in
            var record = created
            do {
                try await store.create(key, record.json)
            } catch is ResourceExists {
                guard let known = try await store.get(key).map(StateMachineRecord.init(json:)),
                    known.isSame(as: record)
                else { throw AWSError("StateMachineAlreadyExists", "State Machine Already Exists: '\(arn)'") }
                record = known
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
        try AWSError.checkEncryption(input)
        try checkPublication(input)
        let arn = input.string("stateMachineArn") ?? ""
        return try await writes.turn { [self] in
            var record = try await record(of: arn, context)
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
                record.tracingConfiguration = LoggingConfiguration.tracing(tracing)
            }
            record.encryptionConfiguration = input["encryptionConfiguration"] ?? record.encryptionConfiguration
            record.updateDate = clock.now
            if record.revisionID == nil || !record.isSame(as: before) {
                record.revisionID = random.uuid()
                record.publishedVersion = nil
            }
            try await put(record, context)
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

    /// Executions that run go on to their end: they carry their definition with them.
    func deleteStateMachine(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = try ResourceName.stateMachine(input.string("stateMachineArn") ?? "", context)
        try await writes.turn { [self] in
            let machine = name.parts[1]
            var changes: [ResourceChange] = [.delete(name.context.key("states", "stateMachine", machine))]
            for kind in ["stateMachineVersion", "stateMachineAlias"] {
                changes += try await store.list(name.context, "states", kind, prefix: machine + ":")
                    .map { .delete($0.key) }
            }
            try await store.commit(changes)
        }
        return [:]
    }

    func validateStateMachineDefinition(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
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
        guard definition.utf8.count <= 1_048_576 else {
            throw AWSError("InvalidDefinition", "The definition is larger than 1 MB.")
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

    private func checkRole(_ arn: String) throws(AWSError) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 6, parts[0] == "arn", parts[2] == "iam", parts[5].hasPrefix("role/") else {
            throw AWSError("InvalidArn", "Invalid Role Arn: '\(arn)'")
        }
    }

    private func checkPublication(_ input: JSONObject) throws(AWSError) {
        guard input["versionDescription"] == nil || input.bool("publish") == true else {
            throw AWSError("ValidationException", "Version description can only be set when publish is true.")
        }
    }
}

extension AWSError {
    /// Options that change what a resource does and are not served are refused, not dropped.
    static func checkEncryption(_ input: JSONObject) throws(AWSError) {
        if let type = input.object("encryptionConfiguration")?.string("type"), type != "AWS_OWNED_KEY" {
            throw AWSError(
                "InvalidEncryptionConfiguration", "Encryption with customer managed keys is not served here.")
        }
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
