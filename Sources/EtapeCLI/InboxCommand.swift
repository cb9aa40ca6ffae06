import ArgumentParser
import Foundations
import JSONModel
import SNSService
import SQLiteStore

/// `etape inbox`
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "Lists the notifications that were sent, or shows one.")

    @Argument(help: "A message's id: shows it in full.")
    var id: String?
    @OptionGroup var folders: DataOptions
    @Flag(name: .long, help: "As JSON.")
    var json = false

    func run() async throws {
        let inbox = Inbox(store: try SQLiteStore(path: try folders.dataFolder().database))
        guard let id else { return try await list(inbox) }
        guard let message = try await inbox.get(id) else {
            throw CLIError("the inbox has no message \(id). `etape inbox` lists them.")
        }
        guard !json else { return Terminal.standardOutput.write(Self.json(message).serialized(pretty: true)) }
        for line in Self.lines(message) { Terminal.standardOutput.line(line) }
    }

    private func list(_ inbox: Inbox) async throws {
        let messages = try await inbox.list()
        guard !json else {
            return Terminal.standardOutput.write(
                JSONValue.array(messages.map(Self.json)).serialized(pretty: true) + "\n")
        }
        guard !messages.isEmpty else { return Terminal.standardOutput.line("The inbox is empty.") }
        let rows = messages.map { message in
            let text = message.subject ?? message.body.split(separator: "\n").first.map(String.init) ?? ""
            return [
                message.id, message.time.iso8601, message.channel, message.to,
                message.error == nil ? message.deliveredVia ?? "" : "failed", String(text.prefix(60)),
            ]
        }
        for line in TextFormat.table(["ID", "TIME", "BY", "TO", "VIA", "SUBJECT"], rows) {
            Terminal.standardOutput.line(line)
        }
    }

    private static func lines(_ message: InboxMessage) -> [String] {
        var lines = ["To:      \(message.to) (\(message.channel))", "Time:    \(message.time.iso8601)"]
        if let subject = message.subject { lines.append("Subject: \(subject)") }
        if let via = message.deliveredVia { lines.append("Via:     \(via)") }
        if let error = message.error { lines.append("Failed:  \(error)") }
        return lines + ["", message.body]
    }

    private static func json(_ message: InboxMessage) -> JSONValue {
        var object: JSONObject = [
            "id": .string(message.id), "time": .string(message.time.iso8601), "channel": .string(message.channel),
            "to": .string(message.to), "body": .string(message.body), "type": .string(message.type),
        ]
        object["subject"] = message.subject.map(JSONValue.string)
        object["deliveredVia"] = message.deliveredVia.map(JSONValue.string)
        object["error"] = message.error.map(JSONValue.string)
        return .object(object)
    }
}
