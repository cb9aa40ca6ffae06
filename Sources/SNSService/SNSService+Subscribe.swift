import Foundations
import JSONModel
import ServicePorts

extension SNSService {
    func subscribe(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let channel = try Channel(protocol: input.string("Protocol") ?? "")
        let endpoint = input.string("Endpoint") ?? ""
        try channel.check(endpoint: endpoint)
        let topic = try await topic(input)
        let attributes = input.object("Attributes") ?? [:]
        let existing = try await subscriptions(of: topic.arn).first { $0.channel == channel && $0.endpoint == endpoint }
        let subscription =
            if let existing {
                try await subscribeAgain(existing, attributes, topic)
            } else {
                try await subscribeNew(channel, endpoint, attributes, topic)
            }
        let isShown = subscription.isConfirmed || input.bool("ReturnSubscriptionArn") == true
        return ["SubscriptionArn": .string(isShown ? subscription.arn.text : "pending confirmation")]
    }

    private func subscribeNew(
        _ channel: Channel, _ endpoint: String, _ attributes: JSONObject, _ topic: Topic
    ) async throws -> Subscription {
        let isConfirmed = !channel.needsConfirmation
        var subscription = Subscription(
            arn: SubscriptionARN(topic: topic.arn, id: random.uuid()), channel: channel, endpoint: endpoint,
            attributes: [:], isConfirmed: isConfirmed, wasAuthenticated: isConfirmed)
        try SubscriptionAttributes.apply(attributes, to: &subscription)
        try await save(&subscription, topic, isNew: true)
        return subscription
    }

    /// The same endpoint again: the same subscription, and another confirmation where none has come yet.
    private func subscribeAgain(
        _ existing: Subscription, _ attributes: JSONObject, _ topic: Topic
    ) async throws -> Subscription {
        var changed = existing
        try SubscriptionAttributes.apply(attributes, to: &changed)
        guard changed.attributes == existing.attributes else {
            throw SNSError.invalid("Attributes", reason: "Subscription already exists with different attributes")
        }
        if !changed.isConfirmed { try await save(&changed, topic, isNew: false) }
        return changed
    }

    /// Stores the subscription; the request to confirm it goes out with the same commit.
    private func save(_ subscription: inout Subscription, _ topic: Topic, isNew: Bool) async throws {
        guard !subscription.isConfirmed else {
            return try await store.create(subscription.arn.key, subscription.document)
        }
        let token = newToken()
        subscription.token = token
        subscription.tokenTime = clock.now
        let message = confirmationRequest(of: subscription, token: token, topic)
        let change = ResourceChange.put(subscription.arn.key, subscription.document)
        try await send(
            message, [delivery(of: message, to: subscription, topic)], scope: topic.arn.scope, with: [change])
    }

    /// 256 random bits in hexadecimal.
    private func newToken() -> String {
        (0..<4).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    private func confirmationRequest(of subscription: Subscription, token: String, _ topic: Topic) -> Message {
        Message(
            id: random.uuid(), type: .subscriptionConfirmation, time: clock.now, topicARN: topic.arn.text,
            displayName: topic.displayName, text: Message.invitation(to: topic.arn), token: token)
    }
}
