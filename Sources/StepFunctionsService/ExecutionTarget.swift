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
