public import JSONModel

extension Input {
    /// The input as the journal stores it.
    public var json: JSONValue {
        switch self {
        case .start: ["kind": "start"]
        case .proceed: ["kind": "proceed"]
        case .taskSucceeded(let task, let output):
            ["kind": "taskSucceeded", "task": .int(task), "output": .string(output.text)]
        case .taskFailed(let task, let error, let cause):
            ["kind": "taskFailed", "task": .int(task), "error": optional(error), "cause": optional(cause)]
        case .taskSubmitted(let task, let output):
            ["kind": "taskSubmitted", "task": .int(task), "output": .string(output.text)]
        case .activityFound(let frame, let exists):
            ["kind": "activityFound", "frame": .int(frame), "exists": .bool(exists)]
        case .activityStarted(let task, let worker):
            ["kind": "activityStarted", "task": .int(task), "worker": optional(worker)]
        case .taskHeartbeat(let task): ["kind": "taskHeartbeat", "task": .int(task)]
        case .timer(let timer): ["kind": "timer", "timer": .int(timer)]
        case .expired: ["kind": "expired"]
        case .mapRunEnded(let frame, let arn, let outcome):
            ["kind": "mapRunEnded", "frame": .int(frame), "arn": .string(arn), "outcome": outcome.json]
        case .redrive(let token): ["kind": "redrive", "token": optional(token)]
        case .stop(let error, let cause): ["kind": "stop", "error": optional(error), "cause": optional(cause)]
        }
    }

    /// Reads what ``json`` wrote; nil for anything else.
    public init?(json: JSONValue) {
        let task = json["task"]?.intValue
        switch (json["kind"]?.stringValue, task) {
        case ("start", _): self = .start
        case ("proceed", _): self = .proceed
        case ("taskSucceeded", let task?):
            guard let output = Self.document(json) else { return nil }
            self = .taskSucceeded(task, output: output)
        case ("taskSubmitted", let task?):
            guard let output = Self.document(json) else { return nil }
            self = .taskSubmitted(task, output: output)
        case ("taskFailed", let task?):
            self = .taskFailed(task, error: json["error"]?.stringValue, cause: json["cause"]?.stringValue)
        case ("activityStarted", let task?): self = .activityStarted(task, workerName: json["worker"]?.stringValue)
        case ("taskHeartbeat", let task?): self = .taskHeartbeat(task)
        case ("activityFound", _):
            guard let frame = json["frame"]?.intValue, let exists = json["exists"]?.boolValue else { return nil }
            self = .activityFound(frame, exists)
        case ("timer", _):
            guard let timer = json["timer"]?.intValue else { return nil }
            self = .timer(timer)
        case ("expired", _): self = .expired
        case ("mapRunEnded", _):
            guard let frame = json["frame"]?.intValue, let arn = json["arn"]?.stringValue,
                let outcome = json["outcome"].flatMap(MapRunOutcome.init(json:))
            else { return nil }
            self = .mapRunEnded(frame, arn: arn, outcome)
        case ("redrive", _): self = .redrive(clientToken: json["token"]?.stringValue)
        case ("stop", _): self = .stop(error: json["error"]?.stringValue, cause: json["cause"]?.stringValue)
        default: return nil
        }
    }

    private static func document(_ json: JSONValue) -> Document? {
        guard let text = json["output"]?.stringValue else { return nil }
        return try? Document(text: text)
    }

    private func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}

extension MapRunOutcome {
    var json: JSONValue {
        switch self {
        case .succeeded(let output): ["status": "SUCCEEDED", "output": .string(output.text)]
        case .failed(let failure):
            [
                "status": "FAILED", "error": .string(failure.error),
                "cause": failure.cause.map(JSONValue.string) ?? .null,
            ]
        case .aborted: ["status": "ABORTED"]
        }
    }

    init?(json: JSONValue) {
        switch json["status"]?.stringValue {
        case "SUCCEEDED":
            guard let text = json["output"]?.stringValue, let output = try? Document(text: text) else { return nil }
            self = .succeeded(output)
        case "FAILED": self = .failed(MapRunFailure(json: json))
        case "ABORTED": self = .aborted
        default: return nil
        }
    }
}
