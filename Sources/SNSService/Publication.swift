import JSONModel
import ServicePorts

/// A message as it was asked to be published, checked (API reference, `Publish`).
struct Publication: Sendable {
    var text: String
    var subject: String?
    var texts: JSONObject?
    var attributes: JSONObject
    var groupID: String?

    /// Bytes of a message with its attributes.
    static let limit = 262_144

    init(_ input: JSONObject) throws(AWSError) {
        text = input.string("Message") ?? ""
        guard !text.isEmpty else { throw SNSError.invalid("Empty message") }
        subject = try Self.checked(subject: input.string("Subject"))
        texts = try Self.texts(text, structure: input.string("MessageStructure"))
        attributes = try MessageAttribute.checked(input.object("MessageAttributes") ?? [:])
        groupID = input.string("MessageGroupId")
        guard input.string("MessageDeduplicationId") == nil else {
            throw SNSError.invalid(
                "MessageDeduplicationId",
                reason: "The request includes MessageDeduplicationId parameter that is not valid for this topic type")
        }
        guard size <= Self.limit else { throw SNSError.invalid("Message too long") }
    }

    var size: Int { text.utf8.count + MessageAttribute.size(attributes) }

    /// At most 100 characters of one line, without control characters.
    private static func checked(subject: String?) throws(AWSError) -> String? {
        guard let subject else { return nil }
        guard (1...100).contains(subject.unicodeScalars.count), subject.isOneLine else {
            throw SNSError.invalid("Subject")
        }
        return subject
    }

    private static func texts(_ text: String, structure: String?) throws(AWSError) -> JSONObject? {
        guard let structure, !structure.isEmpty else { return nil }
        guard structure == "json" else { throw SNSError.invalid("MessageStructure") }
        guard let texts = (try? JSONValue(parsing: text))?.objectValue else {
            throw SNSError.invalid("Message Structure - JSON message body failed to parse")
        }
        guard texts.string("default") != nil else {
            throw SNSError.invalid("Message Structure - No default entry in JSON message body")
        }
        return texts
    }
}

extension String {
    /// Without line breaks and control characters.
    var isOneLine: Bool {
        unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && !(0x2028...0x2029).contains(scalar.value)
        }
    }
}
