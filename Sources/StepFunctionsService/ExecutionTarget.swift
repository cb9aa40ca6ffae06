import Foundations
import JSONModel
import ServicePorts

/// What a `stateMachineArn` names: a machine, one of its versions, or an alias that routes to one.
struct ExecutionTarget: Sendable {
    /// As the version has it, where there is one.
    var record: StateMachineRecord
    var version: VersionRecord?
    var aliasARN: String?
}

extension StepFunctionsService {
    /// The machine that a name's first part names, versions and aliases left aside.
    func storedMachine(_ name: ResourceName) async throws -> StateMachineRecord? {
        try await store.get(name.context.key("states", "stateMachine", name.parts[1]))
            .map(StateMachineRecord.init(json:))
    }

    /// The target of an execution that is to start.
    func activeTarget(of arn: String, _ context: CallContext) async throws -> ExecutionTarget {
        let target = try await target(of: arn, context)
        let isPlain = target.version == nil
        let machine = isPlain ? target.record : try await storedMachine(try ResourceName.stateMachine(arn, context))
        try machine?.checkActive()
        return target
    }

    /// Throws where one more resource would exceed a quota.
    func checkQuota(
        _ quota: Quotas.Name, _ kind: String, prefix: String = "", error: String, _ context: CallContext
    ) async throws {
        let most = quotas[quota]
        guard try await store.count(context, "states", kind, prefix: prefix) >= most else { return }
        throw AWSError(error, "The quota \(quota.rawValue) is reached: \(most).")
    }
    /// Finds a machine by its own ARN, a version's or an alias's.
    func target(of arn: String, _ context: CallContext) async throws -> ExecutionTarget {
        let name = try ResourceName.stateMachine(arn, context)
        guard name.parts.count == 3 else { return ExecutionTarget(record: try await record(of: arn, context)) }
        if Int(name.parts[2]) != nil {
            let version = try await version(of: arn, context)
            return ExecutionTarget(record: version.machine, version: version)
        }
        guard let alias = try await storedAlias(arn, context) else {
            throw AWSError("StateMachineDoesNotExist", "State Machine Does Not Exist: '\(arn)'")
        }
        let version = try await version(of: alias.route(random.unitInterval()), context)
        return ExecutionTarget(record: version.machine, version: version, aliasARN: arn)
    }
}
