import AWSShapes
import ExecutionCore
import JSONModel
import ServicePorts
import StatesLanguage

/// The operation that an integration calls, and how its parameters, answers and errors are worded.
/// https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html
struct IntegrationTarget: Sendable {
    /// Endpoint prefix: `glue`
    var service: String
    /// `StartJobRun`
    var operation: String
    /// Of error names: `Glue` in `Glue.EntityNotFoundException`.
    var errorPrefix: String
    /// Of causes: `AWSGlue`; nil for the words of SDK integrations.
    var causeService: String?
    /// nil for what is no AWS API.
    var shapes: ServiceShapes?
    /// Whether parameters and results are Step Functions' own instead of the API's.
    var isOwnForm = false

    static let lambda = IntegrationTarget(
        service: "lambda", operation: "Invoke", errorPrefix: "Lambda", causeService: "AWSLambda",
        shapes: ServiceShapes.named("lambda"))

    var isSDK: Bool { causeService == nil }
    var naming: ShapeNaming { isSDK ? .sdk : .capitalized }
    /// nil for an operation that the API does not have.
    var known: ServiceShapes.Operation? { shapes?.operation(operation) }
    /// Its payload is JSON, its errors are the function's.
    private var isOptimizedInvoke: Bool { service == "lambda" && operation == "Invoke" && !isSDK }
}

extension IntegrationTarget {
    /// nil for an integration that AWS does not have.
    init?(_ integration: Integration) {
        if integration.service.hasPrefix("aws-sdk:") {
            self.init(sdk: String(integration.service.dropFirst("aws-sdk:".count)), integration.action)
        } else {
            self.init(optimized: integration.service, integration.action)
        }
    }

    private init?(sdk name: String, _ action: String) {
        guard let shapes = ServiceShapes.named(name), let known = shapes.operation(action) else { return nil }
        self.init(
            service: shapes.endpointPrefix, operation: known.name, errorPrefix: shapes.errorPrefix, causeService: nil,
            shapes: shapes)
    }

    private init?(optimized name: String, _ action: String) {
        guard let optimized = OptimizedIntegration.named(name, action: action) else { return nil }
        let shapes = optimized.shapes.flatMap(ServiceShapes.named)
        self.init(
            service: shapes?.endpointPrefix ?? name, operation: OptimizedIntegration.operation(name, action),
            errorPrefix: optimized.errorPrefix, causeService: optimized.causeService, shapes: shapes)
        isOwnForm = OptimizedIntegration.hasOwnForm(name, action)
    }

    /// The call that the parameters ask for. Fails with `States.Runtime` where they are not the operation's.
    func request(_ parameters: JSONObject, _ context: CallContext) throws(TaskError) -> ServiceRequest {
        var request = ServiceRequest(service, operation, parameters.withoutNulls(), context: context)
        guard let shapes, let known, !isOwnForm else { return request }
        let reading = ParameterReading(parameters, shapes, naming, structure: known.input)
        guard reading.problems.isEmpty else {
            throw TaskError(
                error: "States.Runtime",
                cause: "The Parameters '\(JSONValue.object(parameters).serialized())' could not be used to start the "
                    + "Task: [\(reading.problems.joined(separator: ", "))]")
        }
        request.input = reading.input
        if isOptimizedInvoke {
            request.body = .bytes((parameters["Payload"] ?? [:]).serializedBytes())
        } else if let body = reading.body {
            request.body = .bytes(body)
        }
        return request
    }
}

extension IntegrationTarget {
    /// The state's result. `body` holds the bytes of the answer's payload.
    func output(
        _ response: ServiceResponse, body: [UInt8], _ metadata: ResponseMetadata
    ) throws -> Result<Document, TaskError> {
        if isOptimizedInvoke { return try invoked(response, body, metadata) }
        var output = response.output
        if let shapes, let known, !isOwnForm {
            output = known.output.map { ResultWording(shapes, naming).result(output, structure: $0) } ?? [:]
            if let member = bodyMember(shapes, known), !body.isEmpty { output[member] = text(body) }
        }
        if !isSDK { output.merge(metadata.json(of: self, response.output)) }
        return .success(Document(.object(output)))
    }

    private func invoked(
        _ response: ServiceResponse, _ body: [UInt8], _ metadata: ResponseMetadata
    ) throws -> Result<Document, TaskError> {
        let answer = try LambdaAnswer(response.output, body)
        switch answer.result {
        case .failure(let failure): return .failure(failure)
        case .success(let payload):
            var output: JSONObject = ["ExecutedVersion": .string(answer.version), "Payload": payload]
            output.merge(metadata.json(of: self, response.output))
            output["StatusCode"] = .int(answer.status)
            return .success(Document(.object(output)))
        }
    }

    /// The name of the member whose bytes are the body.
    private func bodyMember(_ shapes: ServiceShapes, _ known: ServiceShapes.Operation) -> String? {
        shapes.structure(known.output ?? -1).first { if case .blob(_, isBody: true) = $0.type { true } else { false } }
            .map { naming.name(of: $0.name) }
    }

    /// An SDK integration gives bytes as text, an optimized one the JSON that they are.
    private func text(_ body: [UInt8]) -> JSONValue {
        if !isSDK, let json = try? JSONValue(parsing: body) { return json }
        return .string(ResultWording.text(of: body))
    }

    func failure(_ error: AWSError, requestID: String) -> TaskError {
        let plain = error.code.hasSuffix("Exception") ? error.code : error.code + "Exception"
        let name = isSDK ? ShapeNaming.errorName(of: error.code) : plain
        let status = error.httpStatus ?? (error.fault == .client ? 400 : 500)
        let tail =
            causeService.map {
                "(Service: \($0); Status Code: \(status); Error Code: \(error.code); Request ID: \(requestID); Proxy: null)"
            } ?? "(Service: \(errorPrefix), Status Code: \(status), Request ID: \(requestID))"
        return TaskError(error: "\(errorPrefix).\(name)", cause: "\(error.message) \(tail)")
    }
}
