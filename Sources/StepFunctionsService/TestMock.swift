import ExecutionCore
import JSONModel
import ServicePorts
import StatesLanguage

/// The `mock` of `TestState`: what stands for a state's work. A Task's result is compared with the shapes of the API that
/// the state calls, as `fieldValidationMode` asks for.
/// https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#mocking-service-integrations
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
        try check(result.value, state, mode: mock.string("fieldValidationMode") ?? "STRICT")
        return .result(result)
    }

    private static func check(_ result: JSONValue, _ state: State, mode: String) throws(AWSError) {
        switch state.kind {
        case .parallel(let branches):
            guard let results = result.arrayValue else { throw invalid("Mocked result must be an array.") }
            guard results.count == branches.count else {
                throw invalid(
                    "Mocked result must contain the same number of items as number of Parallel branches.")
            }
        case .map: if result.arrayValue == nil { throw invalid("Mocked result must be an array.") }
        case .task(let task): try check(result, task.resource, mode: mode)
        default: break
        }
    }

    private static func check(_ result: JSONValue, _ resource: TaskResource, mode: String) throws(AWSError) {
        guard mode != "NONE", case .integration(let integration) = resource, let shape = MockShape(integration),
            let problem = shape.problem(in: result, needsRequired: mode == "STRICT")
        else { return }
        throw invalid("Mock result schema validation error: \(problem)")
    }

    private static func invalid(_ message: String) -> AWSError { AWSError("ValidationException", message) }
}
