import ExecutionCore
import Foundations
import JSONModel
import ServicePorts
import StatesLanguage

/// Redriving executions.
/// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
extension World {
    /// Lets an execution that failed go on; durable when this returns.
    func redrive(
        _ record: ExecutionRecord, clientToken: String? = nil, machine: StateMachine? = nil
    ) async throws {
        let process = try await process(of: record, machine)
        guard try directory.add(process, record.identity()) else { return }
        await process.take(.redrive(clientToken: clientToken))
    }

    /// Whether an execution can be redriven: why not, for the API, says ``redriveObstacle(_:)``.
    func isRedrivable(_ record: ExecutionRecord) async -> Bool {
        (try? await redriveObstacle(record)) == .some(nil)
    }

    /// Why an execution cannot be redriven, in AWS's words; nil where it can.
    /// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-eligibility
    func redriveObstacle(_ record: ExecutionRecord) async throws -> String? {
        if ["RUNNING", "SUCCEEDED"].contains(record.status) {
            return "Execution is \(record.status) and cannot be redriven"
        }
        if let stopTime = record.stopTime, clock.now > stopTime + .seconds(limits.redriveDays * 86_400) {
            return "Execution redrivable period exceeded"
        }
        if clock.now > record.startTime + .seconds(limits.lifetimeSeconds) {
            return "Execution has exceeded the max execution time"
        }
        let last = try await store.events(record.arn, from: nil, limit: 1, descending: true).first?["id"]?.intValue
        return (last ?? 0) < limits.historyEvents - 1 ? nil : "Execution history event limit exceeded"
    }
}
