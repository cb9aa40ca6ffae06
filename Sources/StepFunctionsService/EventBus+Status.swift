import ExecutionCore
import Foundations
import JSONModel
import ServicePorts

extension EventBus {
    /// Tells of an execution that started or ended, as Step Functions tells EventBridge.
    /// https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    func publishStatus(of identity: Identity, committed: [HistoryEvent], outcome: Outcome?) {
        guard outcome != nil || committed.first?.id == 1, let last = committed.last else { return }
        var detail: JSONObject = [
            "executionArn": .string(identity.executionARN), "stateMachineArn": .string(identity.stateMachineARN),
            "name": .string(identity.name), "status": .string(outcome?.status ?? "RUNNING"),
            "startDate": .int(Int(identity.startTime.milliseconds)), "stopDate": .null,
            "input": .string(identity.input.text), "output": .null,
        ]
        if outcome != nil { detail["stopDate"] = .int(Int(last.time.milliseconds)) }
        if case .succeeded(let output) = outcome { detail["output"] = .string(output.text) }
        publish(
            ServiceEvent(
                source: "aws.states", detailType: "Step Functions Execution Status Change", time: last.time,
                context: CallContext(region: identity.region), resources: [identity.executionARN], detail: detail))
    }
}
