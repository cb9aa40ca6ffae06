import ExecutionCore
import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts

extension StepFunctionsService {
    func startExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let target = try await activeTarget(of: input.string("stateMachineArn") ?? "", context)
        let record = target.record
        guard record.type == "STANDARD" else { return try await startExpress(target, input, context) }
        let name = input.string("name") ?? context.idempotencyKey.map(Self.name(for:)) ?? random.uuid()
        try quotas.checkName(name)
        let identity = try identity(target, name: name, resource: "execution:\(record.name):\(name)", input, context)
        try checkOpenExecutions()
        do {
            try await runtime.start(
                try machines.machine(record.definition), definition: record.definition, identity: identity)
        } catch let error as ExecutionExists {
            return try await started(error.arn, input: identity.input.text)
        }
        return ["executionArn": .string(identity.executionARN), "startDate": .double(identity.startTime.seconds)]
    }

    /// What an execution of the target is; `resource` stands behind the account in its ARN.
    func identity(
        _ target: ExecutionTarget, name: String, resource: String, _ input: JSONObject, _ context: CallContext
    ) throws -> Identity {
        let machine = try ResourceName.stateMachine(target.record.arn, context)
        return Identity(
            executionARN: machine.context.arn("states", resource), name: name, stateMachineARN: target.record.arn,
            stateMachineName: target.record.name, roleARN: target.record.roleARN, region: machine.context.region,
            startTime: clock.now, input: try document(input.string("input") ?? "{}"),
            versionARN: target.version?.arn, aliasARN: target.aliasARN)
    }

    /// The name of an execution that a workflow starts: a repetition of the call finds the first one's.
    private static func name(for key: String) -> String {
        let tail = key.split(separator: ":").last.map { String($0.filter { $0 != "#" }.suffix(50)) } ?? ""
        return "\(tail)-\(StableHash(key).text)"
    }

    func document(_ text: String) throws(AWSError) -> Document {
        try checkPayload(text, "input")
        do {
            return try Document(text: text)
        } catch {
            throw AWSError("InvalidExecutionInput", "Invalid State Machine Execution Input: '\(error)'")
        }
    }

    /// Throws where one more execution would be too many.
    func checkOpenExecutions() throws(AWSError) {
        let most = quotas[.openExecutions]
        guard runtime.count < most else {
            throw AWSError("ExecutionLimitExceeded", "The quota open-executions is reached: \(most).")
        }
    }

    /// AWS does not repeat a value that is too large.
    func checkPayload(_ text: String, _ member: String) throws(AWSError) {
        let most = quotas[.payloadBytes]
        guard text.utf8.count > most else { return }
        throw AWSError(
            "ValidationException",
            "1 validation error detected: Value at '\(member)' failed to satisfy constraint: Member must have length "
                + "less than or equal to \(most)")
    }

    /// A running execution of the same name and input is the same execution; any other is an error.
    private func started(_ arn: String, input: String) async throws -> JSONObject {
        let known = try await history.execution(arn)
        guard let known, known.status == "RUNNING", known.document.string("input") == input else {
            throw AWSError("ExecutionAlreadyExists", "Execution Already Exists: '\(arn)'")
        }
        return ["executionArn": .string(arn), "startDate": .double(known.startTime.seconds)]
    }

    func describeExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("executionArn") ?? ""
        _ = try ResourceName.describable(arn, context)
        let record = try await recorded(arn)
        var output = summary(record)
        output["input"] = record.document["input"]
        output["inputDetails"] = ["included": true]
        if let result = record.document["output"] {
            output["output"] = result
            output["outputDetails"] = ["included": true]
        }
        output["error"] = record.document["error"]
        output["cause"] = record.document["cause"]
        output.merge(try await redriving(of: record))
        output["mapRunArn"] = record.document["mapRunArn"]
        output["stateMachineAliasArn"] = record.document["stateMachineAliasArn"]
        return output
    }

    func summary(_ record: ExecutionRecord) -> JSONObject {
        var output: JSONObject = [
            "executionArn": .string(record.arn), "stateMachineArn": .string(record.stateMachineARN),
            "name": .string(record.name), "status": .string(record.status),
            "startDate": .double(record.startTime.seconds),
        ]
        output["stopDate"] = record.stopTime.map { .double($0.seconds) }
        output["redriveCount"] = record.document["redriveCount"] ?? 0
        output["redriveDate"] = record.document["redriveDate"]
        output["stateMachineVersionArn"] = record.document["stateMachineVersionArn"]
        return output
    }

    func execution(_ arn: String, _ context: CallContext) async throws -> ExecutionRecord {
        _ = try ResourceName.execution(arn, context)
        return try await recorded(arn)
    }

    private func recorded(_ arn: String) async throws -> ExecutionRecord {
        guard let record = try await history.execution(arn) else {
            throw AWSError("ExecutionDoesNotExist", "Execution Does Not Exist: '\(arn)'")
        }
        return record
    }

    func describeStateMachineForExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let execution = try await execution(input.string("executionArn") ?? "", context)
        let known = try? await record(of: execution.stateMachineARN, context)
        var output: JSONObject = [
            "stateMachineArn": .string(execution.stateMachineARN),
            "name": execution.document["stateMachineName"] ?? "",
            "definition": execution.document["definition"] ?? "", "roleArn": execution.document["roleArn"] ?? "",
            "updateDate": .double((known?.updateDate ?? known?.creationDate ?? execution.startTime).seconds),
            "loggingConfiguration": known?.loggingConfiguration ?? StateMachineRecord.defaultLogging,
            "tracingConfiguration": known?.tracingConfiguration ?? StateMachineRecord.defaultTracing,
            "encryptionConfiguration": known?.encryptionConfiguration ?? StateMachineRecord.defaultEncryption,
        ]
        if let run = execution.document.string("mapRunArn") {
            output["mapRunArn"] = .string(run)
            output["label"] = run.split(separator: "/").last?.split(separator: ":").first.map { .string(String($0)) }
        }
        output["variableReferences"] = variableReferences(execution.document.string("definition") ?? "")
        return output
    }

    func stopExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("executionArn") ?? ""
        let before = try await execution(arn, context)
        try AWSError.checkLength(input.string("error"), "error", most: 256)
        try AWSError.checkLength(input.string("cause"), "cause", most: 32_768)
        if before.status == "RUNNING" {
            await runtime.stop(arn, error: input.string("error"), cause: input.string("cause"))
        }
        let after = try await execution(arn, context)
        return ["stopDate": .double((after.stopTime ?? clock.now).seconds)]
    }

    func listExecutions(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        if input["mapRunArn"] != nil { return try await listChildren(input, context) }
        guard let arn = input.string("stateMachineArn") else {
            throw AWSError("ValidationException", "Must provide State Machine ARN or Map Run ARN")
        }
        if input["redriveFilter"] != nil {
            throw AWSError("ValidationException", "redriveFilter is only supported with mapRunArn")
        }
        let target = try await target(of: arn, context)
        guard target.record.type == "STANDARD" else { throw AWSError.unsupportedType }
        try AWSError.checkMember(input.string("statusFilter"), "statusFilter", of: Self.statuses)
        if input.string("statusFilter") == "PENDING_REDRIVE" {
            throw AWSError("ValidationException", "PENDING_REDRIVE statusFilter is only supported with mapRunArn")
        }
        let page = try PageToken(input)
        let found = try await executions(of: target, arn, status: input.string("statusFilter"), page)
        var output: JSONObject = ["executions": .array(found.prefix(page.size).map { .object(summary($0)) })]
        if found.count > page.size { output["nextToken"] = page.next(after: page.size) }
        return output
    }

    private static let statuses = ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"]

    /// A page of executions and one more, if there is one. Those of a version or an alias are picked from all of the
    /// machine's.
    private func executions(
        of target: ExecutionTarget, _ arn: String, status: String?, _ page: PageToken
    ) async throws -> [ExecutionRecord] {
        guard target.version != nil else {
            return try await history.executions(
                ExecutionQuery(
                    stateMachineARN: target.record.arn, status: status, offset: page.offset, limit: page.size + 1))
        }
        let member = target.aliasARN == nil ? "stateMachineVersionArn" : "stateMachineAliasArn"
        let all = try await history.executions(
            ExecutionQuery(stateMachineARN: target.record.arn, status: status, limit: .max))
        let own = all.filter { $0.document.string(member) == arn }
        return Array(own.dropFirst(page.offset).prefix(page.size + 1))
    }

    func getExecutionHistory(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("executionArn") ?? ""
        _ = try await execution(arn, context)
        let page = try PageToken(input)
        let isReversed = input.bool("reverseOrder") ?? false
        var start = isReversed ? nil : page.offset + 1
        if isReversed, page.offset > 0 { start = page.offset }
        let events = try await history.events(arn, from: start, limit: page.size + 1, descending: isReversed)
        let shown = events.prefix(page.size)
        let hidesData = input.bool("includeExecutionData") == false
        var output: JSONObject = ["events": .array(hidesData ? shown.map(\.withoutData) : Array(shown))]
        if events.count > page.size, let last = shown.last?["id"]?.intValue {
            output["nextToken"] = .string("after-\(isReversed ? last - 1 : last)")
        }
        return output
    }
}

extension JSONValue {
    /// A history event without inputs and outputs.
    fileprivate var withoutData: JSONValue {
        guard case .object(let event) = self else { return self }
        return .object(
            JSONObject(
                event.map { key, value in
                    guard case .object(var details) = value else { return (key, value) }
                    for field in ["input", "output", "inputDetails", "outputDetails", "parameters"] {
                        details[field] = nil
                    }
                    return (key, .object(details))
                }))
    }
}
