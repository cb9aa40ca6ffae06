import ExecutionCore
import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts

extension StepFunctionsService {
    func startExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let record = try await record(of: input.string("stateMachineArn") ?? "", context)
        guard record.type == "STANDARD" else {
            throw AWSError(
                "StateMachineTypeNotSupported", "Executions of EXPRESS state machines are not served here.")
        }
        let name = input.string("name") ?? context.idempotencyKey.map(Self.name(for:)) ?? random.uuid()
        try AWSError.checkName(name)
        let text = input.string("input") ?? "{}"
        let machineName = try ResourceName.stateMachine(record.arn, context)
        let identity = Identity(
            executionARN: machineName.context.arn("states", "execution:\(record.name):\(name)"), name: name,
            stateMachineARN: record.arn, stateMachineName: record.name, roleARN: record.roleARN,
            region: machineName.context.region, startTime: clock.now, input: try Self.document(text))
        let machine = try machines.machine(record.definition)
        do {
            try await runtime.start(machine, definition: record.definition, identity: identity)
        } catch let error as ExecutionExists {
            return try await started(error.arn, input: text)
        }
        return ["executionArn": .string(identity.executionARN), "startDate": .double(identity.startTime.seconds)]
    }

    /// The name of an execution that a workflow starts: a repetition of the call finds the first one's.
    private static func name(for key: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let tail = key.split(separator: ":").last.map { String($0.filter { $0 != "#" }.suffix(50)) } ?? ""
        return "\(tail)-\(String(hash, radix: 16))"
    }

    private static func document(_ text: String) throws(AWSError) -> Document {
        guard text.utf8.count <= 262_144 else {
            throw AWSError(
                "ValidationException",
                "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length "
                    + "less than or equal to 262144")
        }
        do {
            return try Document(text: text)
        } catch {
            throw AWSError("InvalidExecutionInput", "Invalid State Machine Execution Input: '\(error)'")
        }
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
        let record = try await execution(input.string("executionArn") ?? "", context)
        var output = summary(record)
        output["input"] = record.document["input"]
        output["inputDetails"] = ["included": true]
        if let result = record.document["output"] {
            output["output"] = result
            output["outputDetails"] = ["included": true]
        }
        output["error"] = record.document["error"]
        output["cause"] = record.document["cause"]
        output["redriveCount"] = 0
        output["redriveStatus"] = "NOT_REDRIVABLE"
        output["redriveStatusReason"] =
            record.status == "RUNNING"
            ? "Execution is RUNNING and cannot be redriven"
            : record.status == "SUCCEEDED"
                ? "Execution is SUCCEEDED and cannot be redriven" : "Redriving executions is not served here"
        return output
    }

    func summary(_ record: ExecutionRecord) -> JSONObject {
        var output: JSONObject = [
            "executionArn": .string(record.arn), "stateMachineArn": .string(record.stateMachineARN),
            "name": .string(record.name), "status": .string(record.status),
            "startDate": .double(record.startTime.seconds),
        ]
        output["stopDate"] = record.stopTime.map { .double($0.seconds) }
        return output
    }

    func execution(_ arn: String, _ context: CallContext) async throws -> ExecutionRecord {
        _ = try ResourceName.execution(arn, context)
        guard let record = try await history.execution(arn) else {
            throw AWSError("ExecutionDoesNotExist", "Execution Does Not Exist: '\(arn)'")
        }
        return record
    }

    func describeStateMachineForExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let execution = try await execution(input.string("executionArn") ?? "", context)
        let known = try? await record(of: execution.stateMachineARN, context)
        return [
            "stateMachineArn": .string(execution.stateMachineARN),
            "name": execution.document["stateMachineName"] ?? "",
            "definition": execution.document["definition"] ?? "", "roleArn": execution.document["roleArn"] ?? "",
            "updateDate": .double((known?.updateDate ?? known?.creationDate ?? execution.startTime).seconds),
            "loggingConfiguration": known?.loggingConfiguration ?? StateMachineRecord.defaultLogging,
            "tracingConfiguration": known?.tracingConfiguration ?? StateMachineRecord.defaultTracing,
            "encryptionConfiguration": known?.encryptionConfiguration ?? StateMachineRecord.defaultEncryption,
        ]
    }

    func stopExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("executionArn") ?? ""
        let before = try await execution(arn, context)
        if before.status == "RUNNING" {
            await runtime.stop(arn, error: input.string("error"), cause: input.string("cause"))
        }
        let after = try await execution(arn, context)
        return ["stopDate": .double((after.stopTime ?? clock.now).seconds)]
    }

    func listExecutions(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        if input["mapRunArn"] != nil {
            throw AWSError("ValidationException", "Executions of map runs are not served here.")
        }
        let machine = input.string("stateMachineArn") ?? ""
        _ = try await record(of: machine, context)
        let page = try PageToken(input)
        let found = try await history.executions(
            ExecutionQuery(
                stateMachineARN: machine, status: input.string("statusFilter"), offset: page.offset,
                limit: page.size + 1))
        var output: JSONObject = ["executions": .array(found.prefix(page.size).map { .object(summary($0)) })]
        if found.count > page.size { output["nextToken"] = page.next(after: page.size) }
        return output
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
