import Foundations
import JSONModel

/// What an execution's history says to somebody who watches it: its states in order, each with how it stands.
struct RunProgress: Sendable {
    enum Status: String, Sendable {
        case running = "RUNNING"
        case retrying = "RETRYING"
        case succeeded = "SUCCEEDED"
        /// It failed, and a Catch took over.
        case caught = "CAUGHT"
        case failed = "FAILED"
        case aborted = "ABORTED"
    }

    struct Row: Sendable {
        var name: String
        var type: String
        var status: Status
        var started: Timestamp
        var ended: Timestamp?
        var attempts = 0
        /// The last error.
        var error: String?
        var jobRunID: String?
        var job = JobProgress()

        var retries: Int { max(0, attempts - 1) }
        func duration(now: Timestamp) -> Duration { (ended ?? now) - started }
    }

    /// What a job says of its work.
    struct JobProgress: Sendable {
        var rowsRead: Int?
        var rowsWritten: Int?
        var bytesRead: Int?
        var bytesWritten: Int?

        init() {}

        init(_ detail: JSONObject) {
            rowsRead = detail.int("rowsRead")
            rowsWritten = detail.int("rowsWritten")
            bytesRead = detail.int("bytesRead")
            bytesWritten = detail.int("bytesWritten")
        }
    }

    private(set) var rows: [Row] = []
    private(set) var outcome: String?
    private(set) var error: String?
    private(set) var cause: String?
    private(set) var output: String?
    private(set) var lastEventID = 0
    /// Event id → the row it belongs to.
    private var owners: [Int: Int] = [:]

    /// Takes the next event, as `GetExecutionHistory` gives it; gives the row that changed.
    @discardableResult
    mutating func apply(_ event: JSONObject) -> Int? {
        guard let id = event.int("id"), id > lastEventID, let type = event.string("type") else { return nil }
        lastEventID = id
        let time = Timestamp(seconds: event.double("timestamp") ?? 0)
        if type.hasSuffix("StateEntered") { return enter(event, id, type, time) }
        if type.hasPrefix("Execution") { return finish(event, type, time) }
        guard let row = owner(of: event, type) else { return nil }
        owners[id] = row
        let before = rows[row]
        change(row, event, type, time)
        let after = rows[row]
        let isNews =
            before.status != after.status || before.attempts != after.attempts || before.ended != after.ended
        return isNews ? row : nil
    }

    /// The row an event belongs to: of the event it follows, but for those that lead out of branches and iterations.
    private func owner(of event: JSONObject, _ type: String) -> Int? {
        if type.hasSuffix("StateExited") {
            let name = event.object("stateExitedEventDetails")?.string("name")
            return rows.lastIndex { $0.name == name && $0.ended == nil }
        }
        for container in ["Parallel", "Map"] where type.hasPrefix(container) {
            return rows.lastIndex { $0.type == container && $0.ended == nil }
        }
        return owners[event.int("previousEventId") ?? 0]
    }

    private mutating func enter(_ event: JSONObject, _ id: Int, _ type: String, _ time: Timestamp) -> Int {
        let name = event.object("stateEnteredEventDetails")?.string("name") ?? ""
        rows.append(
            Row(name: name, type: String(type.dropLast("StateEntered".count)), status: .running, started: time))
        owners[id] = rows.count - 1
        return rows.count - 1
    }

    private mutating func change(_ row: Int, _ event: JSONObject, _ type: String, _ time: Timestamp) {
        if type.hasSuffix("StateExited") {
            rows[row].ended = time
            rows[row].status = rows[row].status == .retrying ? .caught : .succeeded
        } else if type.hasSuffix("Scheduled") {
            rows[row].attempts += 1
            rows[row].status = .running
        } else if type == "TaskSubmitted" {
            let output = event.object("taskSubmittedEventDetails")?.string("output")
            rows[row].jobRunID = output.flatMap { try? JSONValue(parsing: $0) }?["JobRunId"]?.stringValue
        } else if type.hasSuffix("Succeeded") {
            rows[row].status = .running
        } else if type.hasSuffix("Failed") || type.hasSuffix("TimedOut") {
            rows[row].status = .retrying
            rows[row].error = Self.details(of: event)?.string("error")
        }
    }

    private mutating func finish(_ event: JSONObject, _ type: String, _ time: Timestamp) -> Int? {
        guard type != "ExecutionStarted" else { return nil }
        let status: [String: String] = [
            "ExecutionSucceeded": "SUCCEEDED", "ExecutionFailed": "FAILED", "ExecutionTimedOut": "TIMED_OUT",
            "ExecutionAborted": "ABORTED",
        ]
        outcome = status[type]
        let details = Self.details(of: event)
        error = details?.string("error")
        cause = details?.string("cause")
        output = details?.string("output")
        let open = rows.indices.filter { rows[$0].ended == nil }
        for row in open {
            rows[row].ended = time
            rows[row].status = Self.status(of: type)
            if rows[row].error == nil { rows[row].error = error }
        }
        return open.last
    }

    /// How a state stands that had not ended when its execution did.
    private static func status(of type: String) -> Status {
        switch type {
        case "ExecutionSucceeded": .succeeded
        case "ExecutionAborted": .aborted
        default: .failed
        }
    }

    private static func details(of event: JSONObject) -> JSONObject? {
        event.first { $0.key.hasSuffix("EventDetails") }?.value.objectValue
    }

    /// Takes what a job run tells of its work; gives the row that changed.
    mutating func apply(job detail: JSONObject) -> Int? {
        guard let id = detail.string("jobRunId"), let row = rows.lastIndex(where: { $0.jobRunID == id }) else {
            return nil
        }
        rows[row].job = JobProgress(detail)
        return row
    }
}
