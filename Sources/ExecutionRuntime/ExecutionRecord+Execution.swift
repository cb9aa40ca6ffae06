import ExecutionCore
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
            stopTime: execution.stopTime, document: document)
    }

    /// The identity that the execution was started with.
    func identity() throws -> Identity {
        Identity(
            executionARN: arn, name: name, stateMachineARN: stateMachineARN,
            stateMachineName: document.string("stateMachineName") ?? "", roleARN: document.string("roleArn") ?? "",
            region: document.string("region") ?? "", startTime: startTime,
            input: try Document(text: document.string("input") ?? "{}"),
            versionARN: document.string("stateMachineVersionArn"), aliasARN: document.string("stateMachineAliasArn"))
    }
}
