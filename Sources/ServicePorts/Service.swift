public import JSONModel

/// Who calls, where, and as part of what.
public struct CallContext: Sendable, Hashable {
    public var account: String
    public var region: String
    /// The caller's ARN; nil for the local root user.
    public var principal: String?
    public var requestID: String
    /// Set when a workflow's effect is carried out: two calls with one key are one call, whatever crashed between them.
    public var idempotencyKey: String?

    public init(
        account: String = "000000000000", region: String = "us-east-1", principal: String? = nil,
        requestID: String = "", idempotencyKey: String? = nil
    ) {
        self.account = account
        self.region = region
        self.principal = principal
        self.requestID = requestID
        self.idempotencyKey = idempotencyKey
    }

    /// `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`
    public func arn(_ service: String, _ resource: String) -> String {
        "arn:aws:\(service):\(region):\(account):\(resource)"
    }
}

/// A call of an operation: its input as the operation's input shape, by the member names of AWS's model.
/// Timestamps are epoch seconds, blobs base64 text, as in the AWS JSON protocol.
public struct ServiceRequest: Sendable {
    /// The service's endpoint prefix: `states`, `glue`, `lambda`, `sns`, `s3`, `sts`, `iam`, `logs`.
    public var service: String
    /// The operation's name: `StartExecution`.
    public var operation: String
    public var input: JSONObject
    /// The bytes of an input's blob payload member, where the model has one (`PutObject.Body`, `Invoke.Payload`).
    public var body: Payload
    public var context: CallContext

    public init(
        _ service: String, _ operation: String, _ input: JSONObject = [:], body: Payload = .none,
        context: CallContext = CallContext()
    ) {
        self.service = service
        self.operation = operation
        self.input = input
        self.body = body
        self.context = context
    }
}

/// The answer: the operation's output shape, and the bytes of its payload member where the model has one.
public struct ServiceResponse: Sendable {
    public var output: JSONObject
    public var body: Payload
    /// The HTTP status where it is not the model's (`206` for a range, `304`).
    public var httpStatus: Int?

    public init(_ output: JSONObject = [:], body: Payload = .none, httpStatus: Int? = nil) {
        self.output = output
        self.body = body
        self.httpStatus = httpStatus
    }
}

/// Bytes beside a call's JSON.
public enum Payload: Sendable {
    case none
    case bytes([UInt8])
    /// `count` bytes from `offset` of a local file.
    case file(path: String, offset: Int, count: Int)
    /// Bytes that are still arriving; read once. `count` where it was announced.
    case stream(PayloadStream, count: Int?)
}

public typealias PayloadStream = AsyncThrowingStream<[UInt8], any Error>

/// One AWS service: operations as AWS documents them, and nothing about how they are transported.
public protocol Service: Sendable {
    /// The endpoint prefix, as in ``ServiceRequest/service``.
    var name: String { get }
    /// The operations served; any other is answered `UnknownOperationException` before the service is asked.
    var operations: Set<String> { get }
    /// Throws ``AWSError`` for what AWS documents; anything else becomes `InternalFailure`.
    func call(_ request: ServiceRequest) async throws -> ServiceResponse
}

/// How one service calls another, and how the CLI calls all.
public protocol ServiceInvoker: Sendable {
    func invoke(_ request: ServiceRequest) async throws(AWSError) -> ServiceResponse
}

extension ServiceInvoker {
    /// The output of a call without payload.
    public func call(
        _ service: String, _ operation: String, _ input: JSONObject = [:], context: CallContext = CallContext()
    ) async throws(AWSError) -> JSONObject {
        try await invoke(ServiceRequest(service, operation, input, context: context)).output
    }
}
