import ExecutionCore
import Foundations
import JSONModel
import ServicePorts

extension ExecutionRecord {
    /// What the store keeps of an execution besides its journal: all that starts it again.
    init(_ execution: Execution, definition: String) {
        let identity = execution.identity
        var document: JSONObject = [
            "input": .string(identity.input.text), "definition": .string(definition),
            "roleArn": .string(identity.roleARN), "stateMachineName": .string(identity.stateMachineName),
            "region": .string(identity.region),
        ]
        document["stateMachineVersionArn"] = identity.versionARN.map(JSONValue.string)
        document["stateMachineAliasArn"] = identity.aliasARN.map(JSONValue.string)
        document["mapRunArn"] = identity.mapRunARN.map(JSONValue.string)
        document["itemCount"] = identity.itemCount.map { .int($0) }
        if identity.firstAttempt > 0 { document["firstAttempt"] = .int(identity.firstAttempt) }
        if execution.redriveCount > 0 { document["redriveCount"] = .int(execution.redriveCount) }
        document["redriveDate"] = execution.redriveTime.map { .double($0.seconds) }
        if !execution.redriveTokens.isEmpty {
            document["redriveTokens"] = .object(
                JSONObject(execution.redriveTokens.map { ($0.token, .double($0.time.seconds)) }))
        }
        switch execution.outcome {
        // AWS describes an execution that timed out without an error; its history has it.
        case nil, .timedOut: break
        case .succeeded(let output): document["output"] = .string(output.text)
        case .failed(let error, let cause), .aborted(let error, let cause):
            document["error"] = error.map(JSONValue.string)
            document["cause"] = cause.map(JSONValue.string)
        }
        self.init(
            arn: identity.executionARN, stateMachineARN: identity.stateMachineARN, name: identity.name,
            status: execution.outcome?.status ?? "RUNNING", startTime: identity.startTime,
            stopTime: execution.stopTime, document: document, ownerARN: identity.mapRunARN)
    }

    /// The identity that the execution was started with.
    func identity() throws -> Identity {
        var identity = Identity(
            executionARN: arn, name: name, stateMachineARN: stateMachineARN,
            stateMachineName: document.string("stateMachineName") ?? "", roleARN: document.string("roleArn") ?? "",
            region: document.string("region") ?? "", startTime: startTime,
            input: try Document(text: document.string("input") ?? "{}"),
            versionARN: document.string("stateMachineVersionArn"), aliasARN: document.string("stateMachineAliasArn"),
            mapRunARN: document.string("mapRunArn"),
            itemCount: document.int("itemCount"))
        identity.firstAttempt = document.int("firstAttempt") ?? 0
        return identity
    }

    var isMapRun: Bool { arn.contains(":mapRun:") }
}
