public import Foundations
public import JSONModel

/// An event of an execution's history, as `GetExecutionHistory` gives it.
public struct HistoryEvent: Sendable, Hashable {
    public var id: Int
    public var previousEventID: Int
    public var time: Timestamp
    /// `TaskStateEntered`
    public var type: String
    /// `stateEnteredEventDetails`, with its members; nil where the type has none.
    public var details: Details?

    public struct Details: Sendable, Hashable {
        public var member: String
        public var fields: JSONObject

        public init(_ member: String, _ fields: JSONObject) {
            self.member = member
            self.fields = fields
        }
    }

    /// The `HistoryEvent` shape; `timestamp` in epoch seconds.
    public var json: JSONObject {
        var object = JSONObject()
        object.reserveCapacity(5)
        object["timestamp"] = .double(time.seconds)
        object["type"] = .string(type)
        object["id"] = .int(id)
        object["previousEventId"] = .int(previousEventID)
        if let details { object[details.member] = .object(details.fields) }
        return object
    }
}

extension HistoryEvent.Details {
    static func entered(_ name: String, _ input: Document) -> Self {
        Self("stateEnteredEventDetails", ["name": .string(name), "input": .string(input.text), "inputDetails": whole])
    }

    static func exited(_ name: String, _ output: Document, assigned: [(name: String, text: String)]) -> Self {
        var fields: JSONObject = ["name": .string(name), "output": .string(output.text), "outputDetails": whole]
        if !assigned.isEmpty {
            fields["assignedVariables"] = .object(JSONObject(assigned.map { ($0.name, .string($0.text)) }))
            fields["assignedVariablesDetails"] = whole
        }
        return Self("stateExitedEventDetails", fields)
    }

    /// Details made of an error and a cause, each where known.
    static func failure(_ member: String, error: String?, cause: String?, _ fields: JSONObject = [:]) -> Self {
        var fields = fields
        if let error { fields["error"] = .string(error) }
        if let cause { fields["cause"] = .string(cause) }
        return Self(member, fields)
    }

    static func evaluationFailed(_ failure: Failure, at location: String?, in state: String) -> Self {
        var fields: JSONObject = ["state": .string(state)]
        if let location { fields["location"] = .string(location) }
        return .failure(
            "evaluationFailedEventDetails", error: failure.error, cause: failure.cause, fields)
    }

    /// Nothing is cut here: data lie in the history in full.
    static let whole: JSONValue = ["truncated": false]
}
