import JSONModel
import ServicePorts

/// What `Invoke` answered.
struct LambdaAnswer {
    var status: Int
    var version: String
    /// The function's payload, or its error.
    var result: Result<JSONValue, TaskError>

    init(_ response: ServiceResponse) throws {
        status = response.output.int("StatusCode") ?? 200
        version = response.output.string("ExecutedVersion") ?? "$LATEST"
        var bytes: [UInt8] = []
        if case .bytes(let body) = response.body { bytes = body }
        let text = String(decoding: bytes, as: UTF8.self)
        guard response.output["FunctionError"] == nil else {
            let type = (try? JSONValue(parsing: bytes))?["errorType"]?.stringValue
            let isTimeout = text.contains("Task timed out after")
            result = .failure(
                TaskError(error: type ?? (isTimeout ? "Sandbox.Timedout" : "Lambda.Unknown"), cause: text))
            return
        }
        result = .success(bytes.isEmpty ? [:] : try JSONValue(parsing: bytes))
    }
}
