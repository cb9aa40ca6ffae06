public import Foundations
public import JSONModel

/// What happens to a Map Run from outside.
public enum MapRunInput: Sendable, Hashable {
    case start
    /// A part of the children that the items make, in order.
    case planned([PlannedChild])
    /// There are no more items.
    case itemsRead
    case readFailed(MapRunFailure)
    case childEnded(Int, attempt: Int, ChildResult)
    case update(MapRunSettings)
    /// `output` is what the state's result says of it.
    case resultsWritten(output: Document)
    case writeFailed(MapRunFailure)
    case stop
    case redrive
}

/// What a Map Run asks of the world, after the commit of what asked for it.
public enum MapRunEffect: Sendable, Hashable {
    /// Answered by ``MapRunInput/planned(_:)`` and ``MapRunInput/itemsRead``.
    case readItems
    case startChild(Int, attempt: Int)
    case redriveChild(Int, attempt: Int)
    case stopChild(Int)
    case writeResults
    case ended(MapRunOutcome)
}

/// How a child execution ended.
public struct ChildResult: Sendable, Hashable {
    /// `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED`
    public var status: String
    /// JSON text, of one that succeeded.
    public var output: String?
    public var error: String?
    public var cause: String?
    public var startTime: Timestamp
    public var stopTime: Timestamp

    public init(_ outcome: Outcome, startTime: Timestamp, stopTime: Timestamp) {
        status = outcome.status
        self.startTime = startTime
        self.stopTime = stopTime
        switch outcome {
        case .succeeded(let document): output = document.text
        case .failed(let error, let cause), .aborted(let error, let cause):
            self.error = error
            self.cause = cause
        case .timedOut: error = "States.Timeout"
        }
    }

    public init(
        status: String, output: String?, error: String?, cause: String?, startTime: Timestamp, stopTime: Timestamp
    ) {
        self.status = status
        self.output = output
        self.error = error
        self.cause = cause
        self.startTime = startTime
        self.stopTime = stopTime
    }
}

extension MapRunInput {
    /// As the journal keeps it.
    public var json: JSONValue {
        switch self {
        case .start: ["kind": "start"]
        case .planned(let children):
            ["kind": "planned", "children": .array(children.map { [.string($0.input), .int($0.items)] })]
        case .itemsRead: ["kind": "itemsRead"]
        case .readFailed(let failure): failure.json("readFailed")
        case .childEnded(let index, let attempt, let result):
            ["kind": "childEnded", "child": .int(index), "attempt": .int(attempt), "result": result.json]
        case .update(let settings): ["kind": "update", "settings": settings.json]
        case .resultsWritten(let output): ["kind": "resultsWritten", "output": .string(output.text)]
        case .writeFailed(let failure): failure.json("writeFailed")
        case .stop: ["kind": "stop"]
        case .redrive: ["kind": "redrive"]
        }
    }

    /// Reads what ``json`` wrote; nil for anything else.
    public init?(json: JSONValue) {
        switch json["kind"]?.stringValue {
        case "start": self = .start
        case "planned":
            self = .planned(
                (json["children"]?.arrayValue ?? []).map {
                    PlannedChild(input: $0[0]?.stringValue ?? "", items: $0[1]?.intValue ?? 0)
                })
        case "itemsRead": self = .itemsRead
        case "readFailed": self = .readFailed(MapRunFailure(json: json))
        case "childEnded":
            guard let index = json["child"]?.intValue, let attempt = json["attempt"]?.intValue,
                let result = json["result"].flatMap(ChildResult.init(json:))
            else { return nil }
            self = .childEnded(index, attempt: attempt, result)
        case "update": self = .update(MapRunSettings(json: json["settings"] ?? .null))
        case "resultsWritten":
            guard let text = json["output"]?.stringValue, let output = try? Document(text: text) else { return nil }
            self = .resultsWritten(output: output)
        case "writeFailed": self = .writeFailed(MapRunFailure(json: json))
        case "stop": self = .stop
        case "redrive": self = .redrive
        default: return nil
        }
    }
}

extension MapRunFailure {
    fileprivate func json(_ kind: String) -> JSONValue {
        ["kind": .string(kind), "error": .string(error), "cause": cause.map(JSONValue.string) ?? .null]
    }

    init(json: JSONValue) {
        self.init(error: json["error"]?.stringValue ?? "", cause: json["cause"]?.stringValue)
    }
}

extension MapRunSettings {
    fileprivate var json: JSONValue {
        [
            "maxConcurrency": .int(maxConcurrency), "count": toleratedCount.map { .int($0) } ?? .null,
            "percentage": toleratedPercentage.map { .double($0) } ?? .null,
        ]
    }

    fileprivate init(json: JSONValue) {
        self.init(
            maxConcurrency: json["maxConcurrency"]?.intValue ?? 0, toleratedCount: json["count"]?.intValue,
            toleratedPercentage: json["percentage"]?.doubleValue)
    }
}

extension ChildResult {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "status": .string(status), "start": .int(Int(startTime.milliseconds)),
            "stop": .int(Int(stopTime.milliseconds)),
        ]
        object["output"] = output.map(JSONValue.string)
        object["error"] = error.map(JSONValue.string)
        object["cause"] = cause.map(JSONValue.string)
        return .object(object)
    }

    fileprivate init?(json: JSONValue) {
        guard let status = json["status"]?.stringValue, let start = json["start"]?.intValue,
            let stop = json["stop"]?.intValue
        else { return nil }
        self.init(
            status: status, output: json["output"]?.stringValue, error: json["error"]?.stringValue,
            cause: json["cause"]?.stringValue, startTime: Timestamp(milliseconds: Int64(start)),
            stopTime: Timestamp(milliseconds: Int64(stop)))
    }
}
