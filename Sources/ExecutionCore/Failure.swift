import JSONModel
import StatesLanguage

/// An error on its way to a Retry, a Catch, or the execution's end.
struct Failure: Error, Sendable {
    var error: String?
    var cause: String?
    /// Whether a task raised it: what `States.TaskFailed` covers.
    var isOfTask = false
    /// Where an expression in JSONata failed, for the history.
    var evaluation: Evaluation?

    struct Evaluation: Sendable {
        /// `Output/total`; nil where no one field is meant.
        var location: String?
    }

    /// What a Catch hands on.
    var output: JSONValue {
        var object = JSONObject()
        if let error { object["Error"] = .string(error) }
        if let cause { object["Cause"] = .string(cause) }
        return .object(object)
    }
}
