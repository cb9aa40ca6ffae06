import ArgumentParser
import Foundations
import JSONModel
import ServicePorts
import SQLiteStore

/// `etape history NAME`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Shows the events of an execution.")

    @Argument(help: "The execution's name or ARN; the newest one where none is given.")
    var name: String?
    @OptionGroup var folders: DataOptions
    @Flag(name: .long, help: "As JSON, as GetExecutionHistory gives it.")
    var json = false

    func run() async throws {
        let store = try SQLiteStore(path: try folders.dataFolder().database)
        let record = try await store.find(name)
        let events = try await store.events(record.arn, from: nil, limit: .max, descending: false)
        guard !json else {
            return Terminal.standardOutput.write(
                JSONValue.object(["events": .array(events)]).serialized(pretty: true) + "\n")
        }
        Terminal.standardOutput.line("\(record.name)  \(record.status)  started \(record.startTime.iso8601)")
        let rows = events.compactMap(\.objectValue).map { event in
            [
                String(event.int("id") ?? 0), Timestamp(seconds: event.double("timestamp") ?? 0).iso8601,
                event.string("type") ?? "", String(Self.note(event).prefix(100)),
            ]
        }
        for line in TextFormat.table(["ID", "TIME", "TYPE", ""], rows, right: [0]) {
            Terminal.standardOutput.line(line)
        }
    }

    /// What is worth a glance: the state's name, the call, the error.
    private static func note(_ event: JSONObject) -> String {
        let details = event.first { $0.key.hasSuffix("EventDetails") }?.value.objectValue ?? [:]
        let parts = [
            details.string("name"),
            details.string("resourceType").map { "\($0):\(details.string("resource") ?? "")" },
            details.string("error"), details.string("cause").map(FailureCause.words),
        ]
        return parts.compactMap { $0 }.joined(separator: "  ").replacing("\n", with: " ")
    }
}

extension SQLiteStore {
    /// The execution of a name or ARN; the newest one for nil.
    func find(_ name: String?) async throws -> ExecutionRecord {
        if let name, let record = try await execution(name) { return record }
        let records = try await executions(ExecutionQuery(withoutOwned: true, limit: .max))
        guard let record = name == nil ? records.first : records.first(where: { $0.name == name }) else {
            throw CLIError(
                name.map { "no execution is named \($0). `etape executions` lists them." }
                    ?? "nothing has run here yet. Start with `etape run`.")
        }
        return record
    }
}
