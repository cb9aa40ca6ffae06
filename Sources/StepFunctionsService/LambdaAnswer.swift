import JSONModel

/// What `Invoke` answered.
struct LambdaAnswer {
    var status: Int
    var version: String
    /// The function's payload, or its error.
    var result: Result<JSONValue, TaskError>

    init(_ output: JSONObject, _ bytes: [UInt8]) throws {
        status = output.int("StatusCode") ?? 200
        version = output.string("ExecutedVersion") ?? "$LATEST"
        let text = String(decoding: bytes, as: UTF8.self)
        guard output["FunctionError"] == nil else {
            let type = (try? JSONValue(parsing: bytes))?["errorType"]?.stringValue
            let isTimeout = text.contains("Task timed out after")
            result = .failure(
                TaskError(error: type ?? (isTimeout ? "Sandbox.Timedout" : "Lambda.Unknown"), cause: text))
            return
        }
        result = .success(bytes.isEmpty ? [:] : try JSONValue(parsing: bytes))
    }
}
