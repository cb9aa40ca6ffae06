import AWSShapes
import JSONModel
import StatesLanguage

/// What a Task's mocked result is compared with.
struct MockShape {
    private let shapes: ServiceShapes
    private let naming: ShapeNaming
    private let output: Int
    private let free: Set<String>

    /// nil where nothing is known of the result: HTTP endpoints and the other integrations that AWS names in "Mock
    /// validation is not supported", what a token brings, and operations without output.
    init?(_ integration: Integration) {
        guard integration.pattern != .waitForTaskToken, let target = IntegrationTarget(integration),
            let shapes = target.shapes
        else { return nil }
        self.shapes = shapes
        naming = target.naming
        let operation: ServiceShapes.Operation?
        if integration.pattern == .requestResponse {
            operation = target.isOwnForm ? nil : target.known
        } else {
            operation = PolledOperation.name(integration.service, integration.action).flatMap(shapes.operation)
        }
        guard let output = operation?.output else { return nil }
        self.output = output
        free = Self.free(integration)
    }

    /// Where an optimized integration gives JSON for the API's text or bytes.
    private static func free(_ integration: Integration) -> Set<String> {
        switch (integration.service, integration.action) {
        case ("lambda", "invoke"): ["Payload"]
        case ("bedrock", "invokeModel"): ["Body"]
        case ("states", "startExecution"): integration.pattern == .sync2 ? ["Input", "Output"] : []
        default: []
        }
    }

    /// What is wrong with a result; nil where nothing is.
    func problem(in result: JSONValue, needsRequired: Bool) -> String? {
        ShapeCheck(shapes, naming, needsRequired: needsRequired, free: free).problem(in: result, structure: output)
    }
}
