public import JSONModel

/// An error on its way to a client: by the name of its shape in the service's model, or by a code of AWS's own.
public struct WireFault: Error, Sendable, Hashable {
    public var code: String
    public var message: String
    public var isServerFault: Bool
    /// The HTTP status where the model does not say.
    public var httpStatus: Int?
    /// Further members of the error's shape.
    public var members: JSONObject

    public init(
        _ code: String, _ message: String, isServerFault: Bool = false, httpStatus: Int? = nil,
        members: JSONObject = [:]
    ) {
        self.code = code
        self.message = message
        self.isServerFault = isServerFault
        self.httpStatus = httpStatus
        self.members = members
    }

    /// The answer to what is not served here.
    public static func unknownOperation(_ name: String) -> WireFault {
        WireFault("UnknownOperationException", "\(name) is not served here.", httpStatus: 501)
    }

    static func serialization(_ message: String) -> WireFault { WireFault("SerializationException", message) }
}

/// An error as a protocol words it.
struct WordedFault {
    var code: String
    var status: Int
    var shape: Shape?

    /// The wire's code and status of a fault, by the model's `error` trait where its shape has one.
    init(_ fault: WireFault, model: ServiceModel) {
        shape = model.shape(named: fault.code).flatMap { $0.isException ? $0 : nil }
        code = shape?.errorCode ?? fault.code
        status =
            fault.httpStatus ?? shape?.errorStatus ?? model.protocolKind.conventionalStatus(of: fault.code)
            ?? (fault.isServerFault || shape?.isServerFault == true ? 500 : 400)
    }
}

extension ProtocolKind {
    /// The status of codes that stand in no model: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    func conventionalStatus(of code: String) -> Int? {
        guard self == .restXML else { return nil }
        switch code {
        case "NotModified": return 304
        case "AccessDenied", "AllAccessDisabled", "InvalidObjectState", "RequestTimeTooSkewed", "SignatureDoesNotMatch":
            return 403
        case "NoSuchBucket", "NoSuchKey", "NoSuchUpload", "NoSuchVersion", "NoSuchTagSet", "NoSuchBucketPolicy",
            "NotFound":
            return 404
        case "MethodNotAllowed": return 405
        case "BucketAlreadyExists", "BucketAlreadyOwnedByYou", "BucketNotEmpty", "OperationAborted",
            "InvalidBucketState", "ConditionalRequestConflict":
            return 409
        case "MissingContentLength": return 411
        case "PreconditionFailed": return 412
        case "InvalidRange": return 416
        case "InternalError": return 500
        case "NotImplemented": return 501
        case "SlowDown", "ServiceUnavailable": return 503
        default: return nil
        }
    }
}
