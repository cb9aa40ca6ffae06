import Foundation
import Foundations
import JSONModel

/// What endpoints get: AWS's JSON documents and texts, and the links in them.
struct NotificationDocument {
    var message: Message
    var delivery: Delivery
    /// This server's own address.
    var address: String?

    /// The JSON of HTTP(S), SQS and email-json (developer guide, "HTTP/HTTPS notification JSON format"), unsigned.
    var json: JSONObject {
        var document: JSONObject = [
            "Type": .string(message.type.rawValue), "MessageId": .string(message.id),
            "TopicArn": .string(message.topicARN ?? ""),
        ]
        document["Token"] = message.token.map { .string($0) }
        document["Subject"] = message.subject.map { .string($0) }
        document["Message"] = .string(message.text(for: delivery.channel))
        document["SubscribeURL"] = subscribeURL.map { .string($0) }
        document["Timestamp"] = .string(message.time.iso8601)
        document["UnsubscribeURL"] = unsubscribeURL.map { .string($0) }
        if !message.attributes.isEmpty {
            document["MessageAttributes"] = .object(MessageAttribute.delivered(message.attributes))
        }
        return document
    }

    /// The event of a Lambda function (Lambda developer guide, "Invoking Lambda functions with Amazon SNS
    /// notifications"), unsigned.
    var lambdaEvent: JSONValue {
        let sns: JSONObject = [
            "Type": "Notification", "MessageId": .string(message.id), "TopicArn": .string(message.topicARN ?? ""),
            "Subject": message.subject.map { .string($0) } ?? .null,
            "Message": .string(message.text(for: .lambda)), "Timestamp": .string(message.time.iso8601),
            "UnsubscribeUrl": unsubscribeURL.map { .string($0) } ?? .null,
            "MessageAttributes": .object(MessageAttribute.delivered(message.attributes)),
        ]
        return [
            "Records": [
                [
                    "EventSource": "aws:sns", "EventVersion": "1.0",
                    "EventSubscriptionArn": .string(delivery.subscriptionARN ?? ""), "Sns": .object(sns),
                ]
            ]
        ]
    }

    var emailSubject: String {
        if let subject = message.subject, !subject.isEmpty { return subject }
        return message.type == .notification
            ? "AWS Notification Message" : "AWS Notification - Subscription Confirmation"
    }

    var emailBody: String {
        if delivery.channel == .emailJSON { return JSONValue.object(json).serialized(pretty: true) + "\n" }
        return message.type == .notification ? notificationText : invitationText
    }

    private var notificationText: String {
        let text = message.text(for: delivery.channel)
        guard let unsubscribeURL else { return text }
        return text + "\n\n--\nIf you wish to stop receiving notifications from this topic, please click or visit the "
            + "link below to unsubscribe:\n\(unsubscribeURL)\n"
    }

    private var invitationText: String {
        let start = "You have chosen to subscribe to the topic:\n\(message.topicARN ?? "")\n\n"
        guard let subscribeURL else {
            return start + "To confirm this subscription, call ConfirmSubscription with the token "
                + "\(message.token ?? "").\n"
        }
        return start + "To confirm this subscription, click or visit the link below (If this was in error no action "
            + "is necessary):\n\(subscribeURL)\n"
    }

    private var subscribeURL: String? {
        guard let token = message.token, let topic = message.topicARN else { return nil }
        return link("ConfirmSubscription", [("TopicArn", topic), ("Token", token)])
    }

    private var unsubscribeURL: String? {
        guard message.type == .notification, let subscription = delivery.subscriptionARN else { return nil }
        return link("Unsubscribe", [("SubscriptionArn", subscription)])
    }

    /// `ADDRESS/?Action=…&NAME=VALUE…`, values percent-encoded where a link would end at them.
    private func link(_ action: String, _ values: [(String, String)]) -> String? {
        guard let address else { return nil }
        let allowed = CharacterSet(charactersIn: "-._~:/").union(.alphanumerics)
        let query = values.map { name, value in
            "&\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? value)"
        }
        return "\(address)/?Action=\(action)\(query.joined())"
    }
}
