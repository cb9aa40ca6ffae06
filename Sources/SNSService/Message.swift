import Foundations
import JSONModel

/// A message as it is stored: what was published, or a request to confirm a subscription.
struct Message: Sendable {
    enum Kind: String, Sendable {
        case notification = "Notification"
        case subscriptionConfirmation = "SubscriptionConfirmation"
    }

    var id: String
    var type: Kind
    var time: Timestamp
    /// nil for a text message to a phone number.
    var topicARN: String?
    /// The topic's name for people.
    var displayName = ""
    var subject: String?
    var text: String
    /// `MessageStructure` json: the text for each protocol, and `default`.
    var texts: JSONObject?
    var attributes = JSONObject()
    var groupID: String?
    /// A confirmation's.
    var token: String?

    func text(for channel: Channel) -> String {
        guard let texts else { return text }
        return texts.string(channel.rawValue) ?? texts.string("default") ?? text
    }

    /// The text as a JSON object, where it is one: what `MessageBody` policies filter by.
    func body(for channel: Channel) -> JSONObject? { (try? JSONValue(parsing: text(for: channel)))?.objectValue }

    static func invitation(to topic: TopicARN) -> String {
        "You have chosen to subscribe to the topic \(topic.text).\n"
            + "To confirm the subscription, visit the SubscribeURL included in this message."
    }
}

extension Message {
    init?(id: String, document: JSONValue) {
        guard let type = document["type"]?.stringValue.flatMap(Kind.init(rawValue:)),
            let time = document["time"]?.intValue, let text = document["text"]?.stringValue
        else { return nil }
        self.init(
            id: id, type: type, time: Timestamp(milliseconds: Int64(time)), topicARN: document["topic"]?.stringValue,
            displayName: document["displayName"]?.stringValue ?? "", subject: document["subject"]?.stringValue,
            text: text, texts: document["texts"]?.objectValue, attributes: document["attributes"]?.objectValue ?? [:],
            groupID: document["groupId"]?.stringValue, token: document["token"]?.stringValue)
    }

    var document: JSONValue {
        let members: JSONObject = [
            "type": .string(type.rawValue), "time": .int(Int(time.milliseconds)), "topic": optional(topicARN),
            "displayName": .string(displayName), "subject": optional(subject), "text": .string(text),
            "texts": texts.map { .object($0) } ?? .null, "attributes": .object(attributes),
            "groupId": optional(groupID), "token": optional(token),
        ]
        return .object(members.withoutNulls())
    }

    private func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
