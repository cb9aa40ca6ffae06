import ExecutionCore
import JSONModel
import ServicePorts
import StatesLanguage

/// The `mock` of `TestState`: what stands for a state's work. A result is taken as it is: it is not compared with the
/// shapes of its service, whatever `fieldValidationMode` asks for.
enum TestMock {
    static func work(_ mock: JSONObject, for state: State) throws(AWSError) -> StateTrial.Work {
        switch state.kind {
        case .task, .parallel, .map: break
        default:
            throw invalid("State type '\(state.type.rawValue)' is not supported when a mock is specified")
        }
        if let failure = mock.object("errorOutput") {
            guard mock["result"] == nil else {
                throw invalid("A test mock cannot contain both result and errorOutput.")
            }
            return .failure(error: failure.string("error"), cause: failure.string("cause"))
        }
        guard let text = mock.string("result") else {
            throw invalid("A test mock must contain either result or errorOutput.")
        }
        guard let result = try? Document(text: text) else { throw invalid("Mocked result must be valid JSON") }
        try check(result.value, state)
        return .result(result)
    }

    private static func check(_ result: JSONValue, _ state: State) throws(AWSError) {
        switch state.kind {
        case .parallel(let branches):
            guard let results = result.arrayValue else { throw invalid("Mocked result must be an array.") }
            guard results.count == branches.count else {
                throw invalid(
                    "Mocked result must contain the same number of items as number of Parallel branches.")
            }
        case .map: if result.arrayValue == nil { throw invalid("Mocked result must be an array.") }
        default: break
        }
    }

    /// A given Context object holds a `Task` only for a state that has a token.
    static func check(_ input: JSONObject, _ state: State) throws(AWSError) {
        guard let text = input.string("context"), (try? JSONValue(parsing: text))?["Task"] != nil else { return }
        if case .task(let task) = state.kind, case .integration(let integration) = task.resource,
            integration.pattern != .requestResponse
        {
            return
        }
        throw invalid(
            "Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a "
                + "'.sync' or '.waitForTaskToken' service integration pattern")
    }

    private static func invalid(_ message: String) -> AWSError { AWSError("ValidationException", message) }
}
