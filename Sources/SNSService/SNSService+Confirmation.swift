import Foundations
import JSONModel
import ServicePorts

extension SNSService {
    func confirmSubscription(_ input: JSONObject) async throws -> JSONObject {
        let topic = try await topic(input)
        guard let token = input.string("Token"), !token.isEmpty,
            let subscription = try await subscriptions(of: topic.arn).first(where: { $0.token == token }),
            let given = subscription.tokenTime, clock.now - given <= Subscription.tokenLifetime
        else { throw SNSError.invalid("Token") }
        let isAuthenticated = input.string("AuthenticateOnUnsubscribe")?.lowercased() == "true"
        try await confirm(subscription, isAuthenticated: isAuthenticated)
        return ["SubscriptionArn": .string(subscription.arn.text)]
    }

    private func confirm(_ subscription: Subscription, isAuthenticated: Bool) async throws {
        guard !subscription.isConfirmed else { return }
        var confirmed = subscription
        confirmed.isConfirmed = true
        confirmed.wasAuthenticated = isAuthenticated
        try await store.put(confirmed.arn.key, confirmed.document)
    }

    /// Confirms the topic's pending email subscriptions on their owner's behalf: what `etape run` does for the
    /// subscriptions of its own template. Gives the addresses that were confirmed.
    public func autoconfirm(topicARN: String) async throws -> [String] {
        try await turnstile.turn {
            let topic = try await topic(["TopicArn": .string(topicARN)])
            let pending = try await subscriptions(of: topic.arn).filter { !$0.isConfirmed && $0.channel.isEmail }
            for subscription in pending { try await confirm(subscription, isAuthenticated: true) }
            return pending.map(\.endpoint)
        }
    }
}
