import ArgumentParser
import Foundations
import JSONModel
import ServicePorts
import SQLiteStore

/// `etape executions`
struct ExecutionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "executions", abstract: "Lists the executions of this project, newest first.")

    @OptionGroup var folders: DataOptions
    @Option(name: .long, help: "Only those that are RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED.")
    var status: String?
    @Option(name: .long, help: "How many at the most.")
    var limit = 50
    @Flag(name: .long, help: "As JSON.")
    var json = false

    func validate() throws {
        let known = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]
        if let status, !known.contains(status.uppercased()) {
            throw ValidationError("--status takes one of \(known.joined(separator: ", "))")
        }
    }

    func run() async throws {
        let store = try SQLiteStore(path: try folders.dataFolder().database)
        let records = try await store.executions(
            ExecutionQuery(status: status?.uppercased(), withoutOwned: true, limit: max(1, limit)))
        guard !json else {
            return Terminal.standardOutput.write(JSONValue.array(records.map(\.json)).serialized(pretty: true) + "\n")
        }
        guard !records.isEmpty else { return Terminal.standardOutput.line("No executions.") }
        let rows = records.map { record in
            [
                record.name, record.document.string("stateMachineName") ?? "", record.status, record.startTime.iso8601,
                TextFormat.duration((record.stopTime ?? SystemClock().now) - record.startTime),
            ]
        }
        for line in TextFormat.table(["NAME", "STATE MACHINE", "STATUS", "STARTED", "DURATION"], rows, right: [4]) {
            Terminal.standardOutput.line(line)
        }
    }
}

extension ExecutionRecord {
    var json: JSONValue {
        var object: JSONObject = [
            "executionArn": .string(arn), "name": .string(name), "stateMachineArn": .string(stateMachineARN),
            "status": .string(status), "startDate": .string(startTime.iso8601),
        ]
        object["stopDate"] = stopTime.map { .string($0.iso8601) }
        for field in ["input", "output", "error", "cause"] { object[field] = document[field] }
        return .object(object)
    }
}
