import Foundations
import JSONModel

/// A subscription as it is stored.
struct Subscription: Sendable {
    var arn: SubscriptionARN
    var channel: Channel
    var endpoint: String
    /// What was set: `FilterPolicy`, `FilterPolicyScope`, `RawMessageDelivery`, `DeliveryPolicy`.
    var attributes: JSONObject
    var isConfirmed: Bool
    /// Whether the confirmation came with credentials, or was not needed.
    var wasAuthenticated: Bool
    /// The confirmation's token, and when it was given out.
    var token: String?
    var tokenTime: Timestamp?

    var isRaw: Bool { attributes.string("RawMessageDelivery") == "true" }

    /// SNS's tokens are good for two days (API reference, `ConfirmSubscription`).
    static let tokenLifetime = Duration.seconds(2 * 86_400)
}

extension Subscription {
    init?(arn: SubscriptionARN, document: JSONValue) {
        guard let channel = document["protocol"]?.stringValue.flatMap(Channel.init(rawValue:)) else { return nil }
        self.init(
            arn: arn, channel: channel, endpoint: document["endpoint"]?.stringValue ?? "",
            attributes: document["attributes"]?.objectValue ?? [:],
            isConfirmed: document["confirmed"]?.boolValue ?? false,
            wasAuthenticated: document["authenticated"]?.boolValue ?? false, token: document["token"]?.stringValue,
            tokenTime: document["tokenTime"]?.intValue.map { Timestamp(milliseconds: Int64($0)) })
    }

    var document: JSONValue {
        let members: JSONObject = [
            "protocol": .string(channel.rawValue), "endpoint": .string(endpoint), "attributes": .object(attributes),
            "confirmed": .bool(isConfirmed), "authenticated": .bool(wasAuthenticated),
            "token": token.map { .string($0) } ?? .null,
            "tokenTime": tokenTime.map { .int(Int($0.milliseconds)) } ?? .null,
        ]
        return .object(members.withoutNulls())
    }

    /// As the lists show it: a pending one without its ARN, a URL without its password.
    var summary: JSONValue {
        [
            "SubscriptionArn": .string(isConfirmed ? arn.text : "PendingConfirmation"),
            "Owner": .string(arn.topic.account), "Protocol": .string(channel.rawValue),
            "Endpoint": .string(channel.shown(endpoint)), "TopicArn": .string(arn.topic.text),
        ]
    }
}
