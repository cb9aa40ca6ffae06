import JSONModel
import ServicePorts
import StatesLanguage

/// The Context object that a `TestState` request gives.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
enum TestContext {
    static func check(_ text: String, _ state: State) throws(AWSError) {
        guard let context = (try? JSONValue(parsing: text))?.objectValue else {
            throw invalid("Context object must be a valid JSON object")
        }
        try check(context, whole)
        if context["Task"] != nil, !hasTask(state) {
            throw invalid(
                "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' "
                    + "service integration pattern")
        }
    }

    private static func hasTask(_ state: State) -> Bool {
        if case .task(let task) = state.kind { task.resource.endsLater } else { false }
    }

    private indirect enum Field {
        case text, number, any
        case object([String: Field])
    }

    private static let whole: [String: Field] = [
        "Execution": .object([
            "Id": .text, "Input": .any, "Name": .text, "RoleArn": .text, "StartTime": .text, "RedriveCount": .number,
            "RedriveTime": .text,
        ]),
        "State": .object(["EnteredTime": .text, "Name": .text, "RetryCount": .number]),
        "StateMachine": .object(["Id": .text, "Name": .text]),
        "Task": .object(["Token": .text]),
        "Map": .object([
            "Item": .object(["Index": .number, "Value": .any, "Key": .text, "Source": .text])
        ]),
    ]

    private static func check(_ object: JSONObject, _ fields: [String: Field]) throws(AWSError) {
        for (name, value) in object {
            guard let field = fields[name] else { throw invalid("Field '\(name)' is not allowed") }
            switch field {
            case .any: break
            case .text: if value.stringValue == nil { throw invalid("Field '\(name)' must be a string") }
            case .number: if value.numberValue == nil { throw invalid("Field '\(name)' must be a number") }
            case .object(let inner):
                guard let nested = value.objectValue else { throw invalid("Field '\(name)' must be an object") }
                try check(nested, inner)
            }
        }
    }

    private static func invalid(_ message: String) -> AWSError {
        TestRules.invalid("Invalid Context object provided: \(message)")
    }
}
