import JSONModel

/// A failure's cause in the words of who failed: a Glue job run and a function give theirs within JSON.
enum FailureCause {
    static func words(_ cause: String) -> String {
        guard case .object(let object)? = try? JSONValue(parsing: cause) else { return cause }
        return object.string("ErrorMessage") ?? object.string("errorMessage") ?? cause
    }
}
