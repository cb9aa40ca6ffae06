import ServicePorts

/// The errors of the SNS API, in the words AWS uses.
enum SNSError {
    /// `Invalid parameter: NAME Reason: …`
    static func invalid(_ what: String, reason: String? = nil) -> AWSError {
        AWSError("InvalidParameterException", "Invalid parameter: \(what)" + (reason.map { " Reason: \($0)" } ?? ""))
    }

    static func invalidValue(_ message: String) -> AWSError { AWSError("InvalidParameterValueException", message) }

    static let noTopic = AWSError("NotFoundException", "Topic does not exist")
    static let noSubscription = AWSError("NotFoundException", "Subscription does not exist")
    static let noResource = AWSError("ResourceNotFoundException", "Resource does not exist")

    /// What AWS has and this server has not: refused by name.
    static func unsupported(_ parameter: String, _ what: String) -> AWSError {
        invalid(parameter, reason: "\(what) is not supported here")
    }
}
