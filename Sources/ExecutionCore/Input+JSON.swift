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
