import Foundations
import JSONModel
import ServicePorts

/// A job run as it is stored: the document that `GetJobRun` shows, and the job's command as it was at the start, so
/// that a run does not change with its job.
struct JobRunRecord: Sendable {
    var run: JSONObject
    var command: JSONObject
    var maxRetries: Int
    /// How many of `MaxRetries` are behind it. (`Attempt` also counts the starts after a server's death.)
    var retry: Int
    var context: CallContext

    var id: String { run.string("Id") ?? "" }
    var jobName: String { run.string("JobName") ?? "" }
    var state: String { run.string("JobRunState") ?? "" }
    var attempt: Int { run.int("Attempt") ?? 0 }
    var isOver: Bool { Self.terminal.contains(state) }
    var startedOn: Timestamp { Timestamp(seconds: run.double("StartedOn") ?? 0) }

    static let terminal: Set<String> = ["STOPPED", "SUCCEEDED", "FAILED", "TIMEOUT", "ERROR", "EXPIRED"]

    var key: ResourceKey { Self.key(jobName, id, context) }

    static func key(_ job: String, _ id: String, _ context: CallContext) -> ResourceKey {
        context.key("glue", "jobRun", prefix(job) + id)
    }

    /// What the keys of a job's runs begin with. A job's name cannot hold the separator (NameString's pattern).
    static func prefix(_ job: String) -> String { job + "\u{1F}" }

    var document: JSONValue {
        [
            "run": .object(run), "command": .object(command), "maxRetries": .int(maxRetries),
            "retry": .int(retry),
            "account": .string(context.account), "region": .string(context.region),
        ]
    }

    init(run: JSONObject, command: JSONObject, maxRetries: Int, retry: Int = 0, context: CallContext) {
        self.run = run
        self.command = command
        self.maxRetries = maxRetries
        self.retry = retry
        self.context = CallContext(account: context.account, region: context.region)
    }

    init?(_ value: JSONValue) {
        guard let run = value["run"]?.objectValue, let command = value["command"]?.objectValue else { return nil }
        let context = CallContext(
            account: value["account"]?.stringValue ?? CallContext().account,
            region: value["region"]?.stringValue ?? CallContext().region)
        self.init(
            run: run, command: command, maxRetries: value["maxRetries"]?.intValue ?? 0,
            retry: value["retry"]?.intValue ?? 0, context: context)
    }
}

extension JobRunRecord {
    /// The same run in another state.
    func moved(to state: String, at now: Timestamp, message: String? = nil) -> JobRunRecord {
        var next = self
        next.run["JobRunState"] = .string(state)
        next.run["LastModifiedOn"] = .double(now.seconds)
        if let message { next.run["ErrorMessage"] = .string(message) }
        if next.isOver {
            next.run["CompletedOn"] = .double(now.seconds)
            let seconds = (now - startedOn).components.seconds
            next.run["ExecutionTime"] = .int(max(0, Int(seconds)))
        }
        return next
    }
}

extension JobRunRecord {
    /// The run that `MaxRetries` starts after this one failed: `jr_…_attempt_1`, this one being its `PreviousRunId`.
    func retried(at now: Timestamp) -> JobRunRecord {
        var next = self
        next.retry += 1
        let base = retry == 0 ? id : String(id.dropLast("_attempt_\(retry)".count))
        next.run["Id"] = .string("\(base)_attempt_\(next.retry)")
        next.run["PreviousRunId"] = .string(id)
        return next.restarted(at: now, startedOn: now)
    }

    /// The same run begun anew, after the server that carried it out had died.
    func resumed(at now: Timestamp) -> JobRunRecord { restarted(at: now, startedOn: startedOn) }

    private func restarted(at now: Timestamp, startedOn: Timestamp) -> JobRunRecord {
        var next = self
        next.run["Attempt"] = .int(attempt + 1)
        next.run["StartedOn"] = .double(startedOn.seconds)
        next.run["LastModifiedOn"] = .double(now.seconds)
        next.run["JobRunState"] = "STARTING"
        next.run["ExecutionTime"] = 0
        for member in ["CompletedOn", "ErrorMessage", "StateDetail"] { next.run.removeValue(forKey: member) }
        return next
    }
}
