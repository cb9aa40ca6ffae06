import JSONModel
import StatesLanguage

/// An error on its way to a Retry, a Catch, or the execution's end.
struct Failure: Error, Sendable {
    var error: String?
    var cause: String?
    /// Whether a task raised it: what `States.TaskFailed` covers.
    var isOfTask = false

    /// What a Catch hands on.
    var output: JSONValue {
        var object = JSONObject()
        if let error { object["Error"] = .string(error) }
        if let cause { object["Cause"] = .string(cause) }
        return .object(object)
    }
}
