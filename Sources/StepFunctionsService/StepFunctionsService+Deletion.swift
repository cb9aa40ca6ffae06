import ExecutionCore
import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts

/// A machine is gone once none of its executions runs; until then it is `DELETING`, and an execution ends with its next
/// transition.
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
extension StepFunctionsService {
    func deleteStateMachine(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("stateMachineArn") ?? ""
        let name = try ResourceName.stateMachine(arn, context)
        guard name.parts.count == 2, !name.parts[1].contains("/") else {
            throw AWSError("ValidationException", "A qualified ARN names no state machine to delete: '\(arn)'")
        }
        try await writes.turn { [self] in
            let key = name.context.key("states", "stateMachine", name.parts[1])
            guard var record = try await store.get(key).map(StateMachineRecord.init(json:)) else { return }
            deletions.add(record.arn)
            await telemetry.finish()
            guard try await runs(record, besides: nil) else { return try await remove(record, name.context) }
            record.isDeleting = true
            try await store.put(key, record.json)
        }
        return [:]
    }

    private func runs(_ record: StateMachineRecord, besides ended: String?) async throws -> Bool {
        guard record.type == "STANDARD" else {
            let prefix = record.arn.replacing(":stateMachine:", with: ":express:") + ":"
            return express.executions.contains { $0.hasPrefix(prefix) && $0 != ended }
        }
        let running = try await history.executions(
            ExecutionQuery(stateMachineARN: record.arn, status: "RUNNING", limit: 2))
        return running.contains { $0.arn != ended }
    }

    private func remove(_ record: StateMachineRecord, _ context: CallContext) async throws {
        var changes: [ResourceChange] = [.delete(context.key("states", "stateMachine", record.name))]
        for kind in ["stateMachineVersion", "stateMachineAlias"] {
            changes += try await store.list(context, "states", kind, prefix: record.name + ":")
                .map { .delete($0.key) }
        }
        try await store.commit(changes)
        deletions.remove(record.arn)
    }

    /// An execution of a machine that is being deleted has moved.
    func moved(_ identity: Identity, hasEnded: Bool) async {
        guard hasEnded else {
            let runtime = identity.isExpress ? express : runtime
            return await runtime.stop(identity.executionARN, error: nil, cause: nil)
        }
        try? await finishDeletion(of: identity.stateMachineARN, besides: identity.executionARN)
    }

    private func finishDeletion(of arn: String, besides ended: String?) async throws {
        let name = try ResourceName.stateMachine(arn, CallContext())
        try await writes.turn { [self] in
            let key = name.context.key("states", "stateMachine", name.parts[1])
            guard let record = try await store.get(key).map(StateMachineRecord.init(json:)), record.isDeleting,
                !(try await runs(record, besides: ended))
            else { return }
            try await remove(record, name.context)
        }
    }

    /// Goes on with what was being deleted when the server ended.
    func resumeDeletions() async throws {
        for resource in try await store.all(service: "states", kind: "stateMachine") {
            let record = StateMachineRecord(json: resource.value)
            guard record.isDeleting else { continue }
            deletions.add(record.arn)
            try await finishDeletion(of: record.arn, besides: nil)
        }
    }
}

extension StateMachineRecord {
    /// Throws where the machine is being deleted.
    func checkActive() throws(AWSError) {
        guard !isDeleting else { throw AWSError("StateMachineDeleting", "State Machine Deleting: '\(arn)'") }
    }
}
