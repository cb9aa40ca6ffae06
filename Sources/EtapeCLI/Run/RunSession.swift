import Foundations
import JSONModel
import ServicePorts
import SQLiteStore

/// An execution that was started.
struct StartedExecution: Sendable {
    var arn: String
    var name: String
    var stateMachineName: String
    var startTime: Timestamp
}

/// Where a run happens: in this process, or in a server that has the data folder already.
protocol RunSession: Sendable {
    var data: DataFolder { get }
    var store: SQLiteStore { get }
    var clock: any TimeSource { get }
    var invoker: any ServiceInvoker { get }
    /// What services tell; nil where they are in another process.
    var events: (any EventBus)? { get }

    /// Makes the template's resources.
    func bringUp() async throws
    func start(stateMachine: String?, input: String, name: String?) async throws -> StartedExecution
    /// The execution that is to be carried on.
    func resume(name: String?) async throws -> StartedExecution
    /// Throws where nobody carries the execution on any more.
    func checkServer() throws
    /// Waits until what the execution published has been carried out.
    func settle() async
    func end() async
}

extension RunSession {
    func checkServer() throws {}

    /// Starts an execution through the API.
    func start(machine arn: String, input: String, name: String?) async throws -> StartedExecution {
        var request: JSONObject = ["stateMachineArn": .string(arn), "input": .string(input)]
        request["name"] = name.map(JSONValue.string)
        let answer: JSONObject
        do {
            answer = try await invoker.call("states", "StartExecution", request)
        } catch {
            throw CLIError("\(error.code): \(error.message)", exitCode: error.fault == .client ? 2 : 1)
        }
        let execution = answer.string("executionArn") ?? ""
        return StartedExecution(
            arn: execution, name: execution.split(separator: ":").last.map(String.init) ?? "",
            stateMachineName: arn.split(separator: ":").last.map(String.init) ?? "",
            startTime: Timestamp(seconds: answer.double("startDate") ?? 0))
    }

    /// The newest execution that has not ended, or the one of that name.
    func unfinished(_ name: String?) async throws -> StartedExecution {
        let running = try await store.executions(ExecutionQuery(status: "RUNNING", withoutOwned: true, limit: .max))
        guard let record = name == nil ? running.first : running.first(where: { $0.name == name }) else {
            throw CLIError(
                "there is no unfinished execution\(name.map { " named \($0)" } ?? ""). `etape executions` lists all.")
        }
        return StartedExecution(
            arn: record.arn, name: record.name, stateMachineName: record.document.string("stateMachineName") ?? "",
            startTime: record.startTime)
    }
}
