import JSONModel
import ServicePorts

/// What a topic's attributes may be (API reference, `CreateTopic` and `SetTopicAttributes`).
///
/// `DisplayName`, `Policy` (kept and shown; not enforced), `DeliveryPolicy` and `TracingConfig=PassThrough` are
/// taken. FIFO topics, encryption, message archives, signatures and delivery status logs are refused by name.
enum TopicAttributes {
    static func check(name: String) throws(AWSError) {
        let isFIFO = name.hasSuffix(".fifo")
        guard (1...256).contains(name.utf8.count), (isFIFO ? name.dropLast(5) : name[...]).utf8.allSatisfy(isNameByte)
        else { throw SNSError.invalid("Topic Name") }
        if isFIFO { throw SNSError.unsupported("Topic Name", "a FIFO topic ('\(name)')") }
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The value to keep; nil for one that says the default, which removes the attribute.
    static func checked(_ name: String, _ value: String) throws(AWSError) -> String? {
        switch name {
        case "DisplayName": try checkDisplayName(value)
        case "Policy": try checkJSON(value, name)
        case "DeliveryPolicy":
            guard !value.isEmpty else { return nil }
            try RetrySchedule.checkTopicPolicy(value)
        case "TracingConfig":
            guard value == "PassThrough" else { throw SNSError.unsupported("Attributes", "TracingConfig \(value)") }
        case "FifoTopic", "ContentBasedDeduplication":
            guard value == "false" else { throw SNSError.unsupported("Attributes", "a FIFO topic (\(name))") }
            return nil
        default: throw refusal(of: name)
        }
        return value.isEmpty ? nil : value
    }

    private static func checkDisplayName(_ value: String) throws(AWSError) {
        guard value.unicodeScalars.count <= 100, value.isOneLine else {
            throw SNSError.invalid("Attributes", reason: "DisplayName: at most 100 characters, no control characters")
        }
    }

    private static func checkJSON(_ value: String, _ name: String) throws(AWSError) {
        guard let parsed = try? JSONValue(parsing: value), parsed.objectValue != nil else {
            throw SNSError.invalid("\(name)", reason: "\(name) is not a JSON object")
        }
    }

    private static func refusal(of name: String) -> AWSError {
        let known: Set<String> = [
            "KmsMasterKeyId", "SignatureVersion", "FifoThroughputScope", "ArchivePolicy", "DataProtectionPolicy",
        ]
        let isStatusLog = name.contains("FeedbackRoleArn") || name.contains("FeedbackSampleRate")
        guard known.contains(name) || isStatusLog else { return SNSError.invalid("AttributeName") }
        return SNSError.unsupported("Attributes", name)
    }

    /// The access policy of a topic that has been given none, as AWS makes it.
    static func defaultPolicy(of arn: TopicARN) -> JSONValue {
        let actions = [
            "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic", "Subscribe",
            "ListSubscriptionsByTopic", "Publish",
        ]
        return [
            "Version": "2008-10-17", "Id": "__default_policy_ID",
            "Statement": [
                [
                    "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": ["AWS": "*"],
                    "Action": .array(actions.map { .string("SNS:" + $0) }), "Resource": .string(arn.text),
                    "Condition": ["StringEquals": ["AWS:SourceOwner": .string(arn.account)]],
                ]
            ],
        ]
    }
}
