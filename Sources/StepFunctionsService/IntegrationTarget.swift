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
    var isSDK: Bool

    static let lambda = IntegrationTarget(
        service: "lambda", operation: "Invoke", errorPrefix: "Lambda", causeService: "AWSLambda", isSDK: false)

    init(service: String, operation: String, errorPrefix: String, causeService: String?, isSDK: Bool) {
        self.service = service
        self.operation = operation
        self.errorPrefix = errorPrefix
        self.causeService = causeService
        self.isSDK = isSDK
    }

    /// nil for an integration that is not known here.
    init?(_ integration: Integration) {
        let operation = integration.action.prefix(1).uppercased() + integration.action.dropFirst()
        if integration.service.hasPrefix("aws-sdk:") {
            let id = String(integration.service.dropFirst("aws-sdk:".count))
            self.init(
                service: Self.endpointPrefixes[id] ?? id, operation: operation,
                errorPrefix: id.prefix(1).uppercased() + id.dropFirst(), causeService: nil, isSDK: true)
            return
        }
        guard let known = Self.optimized[integration.service] else { return nil }
        self.init(
            service: integration.service, operation: operation, errorPrefix: known.prefix, causeService: known.service,
            isSDK: false)
    }

    /// SDK service ids that are not the endpoint prefix.
    private static let endpointPrefixes = [
        "sfn": "states", "cloudwatchlogs": "logs", "eventbridge": "events", "sqs": "sqs",
        "secretsmanager": "secretsmanager",
    ]

    private static let optimized: [String: (prefix: String, service: String)] = [
        "glue": ("Glue", "AWSGlue"), "lambda": ("Lambda", "AWSLambda"), "sns": ("SNS", "AmazonSNS"),
        "sqs": ("SQS", "AmazonSQS"), "states": ("StepFunctions", "AWSStepFunctions"),
        "events": ("EventBridge", "AmazonEventBridge"), "dynamodb": ("DynamoDB", "AmazonDynamoDBv2"),
    ]

    /// Parameters are PascalCase; two services' own members are camelCase.
    private var isCamelCase: Bool { service == "states" || service == "logs" }

    func input(_ parameters: JSONObject) -> JSONObject {
        // A parameter that is null is none.
        var input = JSONObject(parameters.filter { !$0.value.isNull }.map { ($0.key, $0.value) })
        if operation == "Invoke", service == "lambda" {
            input["Payload"] = nil
        }
        if service == "sns", let message = input["Message"], message.stringValue == nil {
            input["Message"] = .string(message.serialized())
        }
        if service == "states", let value = input["Input"], value.stringValue == nil {
            input["Input"] = .string(value.serialized())
        }
        return isCamelCase ? input.mapNames { $0.prefix(1).lowercased() + $0.dropFirst() } : input
    }

    /// The bytes of the payload member of `lambda:invoke`.
    func payload(_ parameters: JSONObject) -> [UInt8]? {
        guard operation == "Invoke", service == "lambda" else { return nil }
        return (parameters["Payload"] ?? [:]).serializedBytes()
    }

    func output(_ response: ServiceResponse, _ metadata: ResponseMetadata) throws -> Result<Document, TaskError> {
        if operation == "Invoke", service == "lambda" {
            let answer = try LambdaAnswer(response)
            switch answer.result {
            case .failure(let failure): return .failure(failure)
            case .success(let payload):
                var output: JSONObject = ["ExecutedVersion": .string(answer.version), "Payload": payload]
                output.merge(metadata.json(of: self, response.output))
                output["StatusCode"] = .int(answer.status)
                return .success(Document(.object(output)))
            }
        }
        var output = response.output
        if isCamelCase { output = output.mapNames { $0.prefix(1).uppercased() + $0.dropFirst() } }
        if service == "states", !isSDK, let date = output["StartDate"]?.doubleValue {
            output["StartDate"] = .int(Int((date * 1000).rounded()))
        }
        if !isSDK { output.merge(metadata.json(of: self, response.output)) }
        return .success(Document(.object(output)))
    }

    func failure(_ error: AWSError, requestID: String) -> TaskError {
        let name = error.code.hasSuffix("Exception") ? error.code : error.code + "Exception"
        let status = error.httpStatus ?? (error.fault == .client ? 400 : 500)
        let tail =
            causeService.map {
                "(Service: \($0); Status Code: \(status); Error Code: \(error.code); Request ID: \(requestID); Proxy: null)"
            } ?? "(Service: \(errorPrefix), Status Code: \(status), Request ID: \(requestID))"
        return TaskError(error: "\(errorPrefix).\(name)", cause: "\(error.message) \(tail)")
    }
}

extension JSONObject {
    /// The object with its members' names, and those of all objects in it, changed.
    fileprivate func mapNames(_ change: (String) -> String) -> JSONObject {
        JSONObject(map { (change($0.key), $0.value.mapNames(change)) })
    }
}

extension JSONValue {
    fileprivate func mapNames(_ change: (String) -> String) -> JSONValue {
        switch self {
        case .object(let object): .object(object.mapNames(change))
        case .array(let elements): .array(elements.map { $0.mapNames(change) })
        default: self
        }
    }
}
