public import JSONModel

/// An error as an AWS API answers it: code, message, the fault's side, and the members of its shape.
public struct AWSError: Error, Sendable, Hashable {
    public enum Fault: Sendable, Hashable { case client, server }

    /// The exception's name, as botocore's `ClientError.response["Error"]["Code"]` gives it: `EntityNotFoundException`.
    public var code: String
    public var message: String
    public var fault: Fault
    /// The HTTP status where it is not the protocol's usual one (JSON and query: 400 for client, 500 for server).
    public var httpStatus: Int?
    /// Further members of the error's shape.
    public var members: JSONObject

    public init(
        _ code: String, _ message: String, fault: Fault = .client, httpStatus: Int? = nil, members: JSONObject = [:]
    ) {
        self.code = code
        self.message = message
        self.fault = fault
        self.httpStatus = httpStatus
        self.members = members
    }
}

extension AWSError: CustomStringConvertible {
    public var description: String { "\(code): \(message)" }
}

extension AWSError {
    /// The answer to an operation of a service that is not served here: nothing passes silently.
    public static func unknownOperation(_ service: String, _ operation: String) -> AWSError {
        AWSError("UnknownOperationException", "\(service):\(operation) is not served here.", httpStatus: 501)
    }

    public static func internalFailure(_ error: any Error) -> AWSError {
        AWSError("InternalFailure", "\(error)", fault: .server)
    }
}
