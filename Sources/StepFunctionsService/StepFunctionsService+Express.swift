import ExecutionCore
import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts

/// Executions of EXPRESS machines: in memory, five minutes at most, without a history.
/// https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
extension StepFunctionsService {
    func startExpress(_ target: ExecutionTarget, _ input: JSONObject, _ context: CallContext) async throws -> JSONObject
    {
        let identity = try expressIdentity(target, input, context)
        try await start(identity, target)
        return ["executionArn": .string(identity.executionARN), "startDate": .double(identity.startTime.seconds)]
    }

    func startSyncExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let target = try await activeTarget(of: input.string("stateMachineArn") ?? "", context)
        guard target.record.type == "EXPRESS" else { throw AWSError.unsupportedType }
        let identity = try expressIdentity(target, input, context)
        let result = try await expressResults.result(of: identity.executionARN) { try await start(identity, target) }
        var output: JSONObject = [
            "executionArn": .string(identity.executionARN), "stateMachineArn": .string(identity.stateMachineARN),
            "name": .string(identity.name), "startDate": .double(identity.startTime.seconds),
            "stopDate": .double(result.stopTime.seconds), "input": .string(identity.input.text),
            "inputDetails": ["included": true], "outputDetails": ["included": true],
            "billingDetails": Self.billing(identity, result),
        ]
        switch result.outcome {
        case .succeeded(let document): output["output"] = .string(document.text)
        case .failed(let error, let cause), .aborted(let error, let cause):
            output["error"] = error.map(JSONValue.string)
            output["cause"] = cause.map(JSONValue.string)
        case .timedOut: output["error"] = "States.Timeout"
        }
        output["status"] = .string(result.outcome.status == "ABORTED" ? "FAILED" : result.outcome.status)
        if input.string("includedData") == "METADATA_ONLY" {
            for name in ["input", "output", "error", "cause"] { output[name] = nil }
            output["inputDetails"] = ["included": false]
            output["outputDetails"] = ["included": false]
        }
        return output
    }

    private func start(_ identity: Identity, _ target: ExecutionTarget) async throws {
        let machine = try machines.machine(target.record.definition)
        try await express.start(machine, definition: target.record.definition, identity: identity)
    }

    private func expressIdentity(
        _ target: ExecutionTarget, _ input: JSONObject, _ context: CallContext
    ) throws -> Identity {
        let name = input.string("name") ?? random.uuid()
        try quotas.checkName(name)
        return try identity(
            target, name: name, resource: "express:\(target.record.name):\(name):\(random.uuid())", input, context)
    }

    /// Billed in steps of 100 ms and 64 MB.
    private static func billing(_ identity: Identity, _ result: ExpressResults.Result) -> JSONValue {
        let milliseconds = Int(result.stopTime.milliseconds - identity.startTime.milliseconds)
        return [
            "billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": .int(max(1, (milliseconds + 99) / 100) * 100),
        ]
    }
}

extension AWSError {
    static var unsupportedType: AWSError {
        AWSError("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
    }
}
