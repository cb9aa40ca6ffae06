import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts

/// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
extension StepFunctionsService {
    func redriveExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("executionArn") ?? ""
        let token = input.string("clientToken")
        return try await redrives.turn {
            let record = try await execution(arn, context)
            if let token, let known = record.document["redriveTokens"]?[token] { return ["redriveDate": known] }
            if record.document["mapRunArn"] != nil {
                throw AWSError(
                    "ExecutionNotRedrivable", "Execution '\(arn)' is a child execution and is redriven by its Map Run")
            }
            if let obstacle = try await runtime.redriveObstacle(record) {
                throw AWSError("ExecutionNotRedrivable", obstacle)
            }
            guard runtime.count < Self.mostRunning else {
                throw AWSError("ExecutionLimitExceeded", "The maximum number of running executions has been reached.")
            }
            try await runtime.redrive(record, clientToken: token)
            let after = try await execution(arn, context)
            return ["redriveDate": after.document["redriveDate"] ?? .double(clock.now.seconds)]
        }
    }

    /// AWS's quota of open executions.
    private static let mostRunning = 1_000_000

    /// What `DescribeExecution` says of redriving.
    func redriving(of record: ExecutionRecord) async throws -> JSONObject {
        let isChild = record.document["mapRunArn"] != nil
        guard let obstacle = try await runtime.redriveObstacle(record) else {
            return ["redriveStatus": isChild ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE"]
        }
        if isChild, record.arn.contains(":express:"), !["RUNNING", "SUCCEEDED"].contains(record.status) {
            return ["redriveStatus": "REDRIVABLE_BY_MAP_RUN"]
        }
        return ["redriveStatus": "NOT_REDRIVABLE", "redriveStatusReason": .string(obstacle)]
    }
}
