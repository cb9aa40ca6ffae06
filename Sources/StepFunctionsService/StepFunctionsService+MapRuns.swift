import ExecutionCore
import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts

/// Map Runs: how they stand, and what they started.
/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-examine-map-run.html
extension StepFunctionsService {
    func describeMapRun(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let record = try await mapRun(input.string("mapRunArn") ?? "", context)
        if let open = await runtime.mapRunDescription(record.arn) { return open }
        var description = record.document
        description["stateMachineArn"] = nil
        return description
    }

    private func mapRun(_ arn: String, _ context: CallContext) async throws -> ExecutionRecord {
        let name = try ResourceName(arn, context)
        guard name.parts[0] == "mapRun", name.parts.count == 3 else {
            throw AWSError(
                "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: \(name.parts[0])'")
        }
        guard let record = try await history.execution(arn) else {
            throw AWSError(
                "ResourceNotFound", "Resource not found: '\(arn)'", members: ["resourceName": .string(arn)])
        }
        return record
    }

    func listMapRuns(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let execution = try await execution(input.string("executionArn") ?? "", context)
        let page = try PageToken(input)
        let found = try await history.executions(
            ExecutionQuery(ownerARN: execution.arn, offset: page.offset, limit: page.size + 1))
        let runs = found.prefix(page.size).map { record -> JSONValue in
            var item: JSONObject = [
                "executionArn": .string(execution.arn), "mapRunArn": .string(record.arn),
                "stateMachineArn": .string(execution.stateMachineARN), "startDate": .double(record.startTime.seconds),
            ]
            item["stopDate"] = record.stopTime.map { .double($0.seconds) }
            return .object(item)
        }
        var output: JSONObject = ["mapRuns": .array(runs)]
        if found.count > page.size { output["nextToken"] = page.next(after: page.size) }
        return output
    }

    func updateMapRun(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let record = try await mapRun(input.string("mapRunArn") ?? "", context)
        let percentage = input.double("toleratedFailurePercentage")
        if let percentage, !(0...100).contains(percentage) {
            throw AWSError.constraint(
                "\(percentage)", "toleratedFailurePercentage",
                "Member must have value \(percentage < 0 ? "greater than or equal to 0" : "less than or equal to 100")")
        }
        for name in ["maxConcurrency", "toleratedFailureCount"] {
            if let value = input.int(name), value < 0 {
                throw AWSError.constraint("\(value)", name, "Member must have value greater than or equal to 0")
            }
        }
        let isUpdated = await runtime.updateMapRun(record.arn) { settings in
            if let value = input.int("maxConcurrency") { settings.maxConcurrency = value }
            if let value = input.int("toleratedFailureCount") { settings.toleratedCount = value }
            if let percentage { settings.toleratedPercentage = percentage }
        }
        guard isUpdated else {
            throw AWSError("ValidationException", "Map Run is \(record.status) and cannot be updated")
        }
        return [:]
    }

    /// `ListExecutions` of a Map Run's children.
    func listChildren(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        guard input["stateMachineArn"] == nil else {
            throw AWSError("ValidationException", "Must provide State Machine ARN or Map Run ARN")
        }
        let run = try await mapRun(input.string("mapRunArn") ?? "", context)
        let page = try PageToken(input)
        let status = input.string("statusFilter")
        let waiting = await runtime.pendingRedrives(of: run.arn)
        let redriven = input.string("redriveFilter").map { $0 == "REDRIVEN" }
        let isPlain = redriven == nil && status != "PENDING_REDRIVE" && waiting.isEmpty
        var found = try await history.executions(
            ExecutionQuery(
                status: isPlain ? status : nil, ownerARN: run.arn, offset: isPlain ? page.offset : 0,
                limit: isPlain ? page.size + 1 : .max))
        for index in found.indices where waiting.contains(found[index].name) { found[index].status = "PENDING_REDRIVE" }
        if !isPlain {
            found = found.filter { record in
                (status == nil || record.status == status)
                    && (redriven == nil || redriven == (record.document["redriveCount"] != nil))
            }
            found = Array(found.dropFirst(page.offset).prefix(page.size + 1))
        }
        var output: JSONObject = ["executions": .array(found.prefix(page.size).map { .object(child($0)) })]
        if found.count > page.size { output["nextToken"] = page.next(after: page.size) }
        return output
    }

    private func child(_ record: ExecutionRecord) -> JSONObject {
        var output = summary(record)
        output["mapRunArn"] = record.document["mapRunArn"]
        output["itemCount"] = record.document["itemCount"]
        return output
    }
}
