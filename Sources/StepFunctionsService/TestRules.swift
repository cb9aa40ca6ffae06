import JSONModel
import ServicePorts
import StatesLanguage

/// What members of a `TestState` request may stand together.
/// https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
enum TestRules {
    /// What holds whatever the state is: the configuration of a mocked error needs the mock.
    static func check(_ input: JSONObject) throws(AWSError) {
        guard input["mock"] == nil, let configuration = input.object("stateConfiguration") else { return }
        for (member, name) in ofMocks where configuration[member] != nil {
            throw invalid("TestState does not support \(name) when a mock is not specified.")
        }
    }

    private static let ofMocks = [
        ("mapIterationFailureCount", "MapIterationFailureCount"), ("errorCausedByState", "ErrorCausedByState"),
        ("mapItemReaderData", "MapItemReaderData"),
    ]

    static func check(_ input: JSONObject, _ state: State) throws(AWSError) {
        try checkKind(state, isMocked: input["mock"] != nil)
        if let text = input.string("context") { try TestContext.check(text, state) }
        if let name = input.object("stateConfiguration")?.string("errorCausedByState") {
            try checkOrigin(of: name, in: state)
        }
    }

    private static func checkKind(_ state: State, isMocked: Bool) throws(AWSError) {
        switch state.kind {
        case .map where !isMocked, .parallel where !isMocked:
            throw AWSError(
                "InvalidDefinition",
                "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, "
                    + "Pass, Succeed, Fail, Choice]")
        default: break
        }
    }

    /// An error that is mocked for a Map or Parallel state comes from a state inside of it.
    private static func checkOrigin(of name: String, in state: State) throws(AWSError) {
        let blocks: [StatesBlock]
        switch state.kind {
        case .parallel(let branches): blocks = branches
        case .map(let map): blocks = [map.processor]
        default: return
        }
        guard blocks.contains(where: { $0.holds(name) }) else {
            throw invalid("State '\(name)' of errorCausedByState not found in state '\(state.name)'.")
        }
    }

    static func invalid(_ message: String) -> AWSError { AWSError("ValidationException", message) }
}

extension StatesBlock {
    /// Whether a state of this name is here or in a state's branches.
    fileprivate func holds(_ name: String) -> Bool {
        states.contains { state in
            if state.name == name { return true }
            switch state.kind {
            case .parallel(let branches): return branches.contains { $0.holds(name) }
            case .map(let map): return map.processor.holds(name)
            default: return false
            }
        }
    }
}
