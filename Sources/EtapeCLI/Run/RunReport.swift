import ServicePorts
import SQLiteStore
import Foundations
import JSONModel
import SNSService

/// What a run came to: its states, the data sets it left, and who was told.
struct RunReport: Sendable {
    struct Table: Sendable {
        var name: String
        var rows: Int
        var location: String
    }

    let execution: StartedExecution
    let progress: RunProgress
    let tables: [Table]
    let messages: [InboxMessage]
    let end: Timestamp

    init(_ session: any RunSession, _ execution: StartedExecution, _ progress: RunProgress) async throws {
        await session.settle()
        self.execution = execution
        self.progress = progress
        let record = try await session.store.execution(execution.arn)
        end = record?.stopTime ?? session.clock.now
        // A message is written a moment after the execution's last event.
        let last = end + .seconds(1)
        tables = try await DataSets(session: session).tables()
        messages = try await Inbox(store: session.store).list().filter {
            $0.time >= execution.startTime && $0.time <= last && $0.type == "Notification"
        }
    }

    var lines: [String] {
        var lines = [""]
        lines += TextFormat.table(
            ["STATE", "STATUS", "DURATION", "RETRIES", "ROWS READ", "ROWS WRITTEN"], progress.rows.map(row),
            right: [2, 3, 4, 5])
        if let error = progress.error { lines += ["", "Error  \(error.printableLine)"] }
        if let cause = progress.cause { lines += ["Cause  \(Self.shortened(FailureCause.words(cause)))"] }
        if !tables.isEmpty {
            lines += [""]
            lines += TextFormat.table(
                ["DATA SET", "ROWS", "LOCATION"], tables.map { [$0.name, TextFormat.count($0.rows), $0.location] },
                right: [1])
        }
        lines += [""]
        lines += messages.map { message in
            "Told \(message.to) by \(message.channel): \(message.subject ?? Self.shortened(message.body)) ("
                + (message.error.map { "failed: \($0)" } ?? "by \(message.deliveredVia ?? "inbox")")
                + "; `etape inbox \(message.id)`)"
        }
        lines += ["\(progress.outcome ?? "RUNNING") in \(TextFormat.duration(end - execution.startTime))"]
        return lines
    }

    private func row(_ row: RunProgress.Row) -> [String] {
        [
            row.name, row.status.rawValue, TextFormat.duration(row.duration(now: end)),
            row.retries == 0 ? "" : String(row.retries), row.job.rowsRead.map(TextFormat.count) ?? "",
            row.job.rowsWritten.map(TextFormat.count) ?? "",
        ]
    }

    /// The first line, cut to what a terminal shows.
    private static func shortened(_ text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.count > 200 ? line.prefix(197) + "…" : line
    }

    var json: JSONValue {
        var object: JSONObject = [
            "executionArn": .string(execution.arn), "name": .string(execution.name),
            "status": .string(progress.outcome ?? "RUNNING"), "startDate": .string(execution.startTime.iso8601),
            "stopDate": .string(end.iso8601),
            "states": .array(progress.rows.map(json)),
            "dataSets": .array(
                tables.map { ["name": .string($0.name), "rows": .int($0.rows), "location": .string($0.location)] }),
            "notifications": .array(messages.map(json)),
        ]
        object["error"] = progress.error.map(JSONValue.string)
        object["cause"] = progress.cause.map(JSONValue.string)
        object["output"] = progress.output.flatMap { try? JSONValue(parsing: $0) }
        return .object(object)
    }

    private func json(_ row: RunProgress.Row) -> JSONValue {
        var object: JSONObject = [
            "name": .string(row.name), "type": .string(row.type), "status": .string(row.status.rawValue),
            "milliseconds": .int(Int((row.ended ?? end).milliseconds - row.started.milliseconds)),
            "retries": .int(row.retries),
        ]
        object["error"] = row.error.map(JSONValue.string)
        object["rowsRead"] = row.job.rowsRead.map(JSONValue.int)
        object["rowsWritten"] = row.job.rowsWritten.map(JSONValue.int)
        return .object(object)
    }

    private func json(_ message: InboxMessage) -> JSONValue {
        var object: JSONObject = [
            "id": .string(message.id), "channel": .string(message.channel), "to": .string(message.to),
            "body": .string(message.body),
        ]
        object["subject"] = message.subject.map(JSONValue.string)
        object["deliveredVia"] = message.deliveredVia.map(JSONValue.string)
        object["error"] = message.error.map(JSONValue.string)
        return .object(object)
    }
}
