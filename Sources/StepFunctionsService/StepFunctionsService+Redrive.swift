import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts

/// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
extension StepFunctionsService {
    func redriveExecution(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let arn = input.string("executionArn") ?? ""
        _ = try ResourceName.execution(arn, context)
        let token = input.string("clientToken")
        try AWSError.checkLength(token, "clientToken", most: 64)
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
            try checkOpenExecutions()
            try await runtime.redrive(record, clientToken: token)
            let after = try await execution(arn, context)
            return ["redriveDate": after.document["redriveDate"] ?? .double(clock.now.seconds)]
        }
    }

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
