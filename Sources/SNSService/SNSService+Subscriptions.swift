import JSONModel
import ServicePorts

extension SNSService {
    /// Taken for done where the subscription is gone already, as AWS takes it.
    func unsubscribe(_ input: JSONObject) async throws -> JSONObject {
        try await store.delete(try subscriptionARN(input).key)
        return [:]
    }

    func listSubscriptions(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        try await list(scope: "\(context.account)/\(context.region)", prefix: "", input)
    }

    func listSubscriptionsByTopic(_ input: JSONObject) async throws -> JSONObject {
        let topic = try await topic(input)
        return try await list(scope: topic.arn.scope, prefix: topic.arn.name + ":", input)
    }

    private func list(scope: String, prefix: String, _ input: JSONObject) async throws -> JSONObject {
        let after = try Page.start(input)
        let found = try await store.list(
            scope: scope, service: name, kind: Kind.subscription, prefix: prefix, after: after, limit: Page.size + 1)
        let (page, next) = Page.cut(found)
        let subscriptions = page.compactMap(Self.subscription).map(\.summary)
        return JSONObject([("Subscriptions", .array(subscriptions)), ("NextToken", next ?? .null)]).withoutNulls()
    }

    func getSubscriptionAttributes(_ input: JSONObject) async throws -> JSONObject {
        let subscription = try await subscription(input)
        var attributes: JSONObject = [
            "SubscriptionArn": .string(subscription.arn.text), "TopicArn": .string(subscription.arn.topic.text),
            "Owner": .string(subscription.arn.topic.account), "Protocol": .string(subscription.channel.rawValue),
            "Endpoint": .string(subscription.channel.shown(subscription.endpoint)),
            "PendingConfirmation": .string(String(!subscription.isConfirmed)),
            "ConfirmationWasAuthenticated": .string(String(subscription.wasAuthenticated)),
            "RawMessageDelivery": "false",
            "SubscriptionPrincipal": .string("arn:aws:iam::\(subscription.arn.topic.account):root"),
        ]
        if subscription.attributes["FilterPolicy"] != nil { attributes["FilterPolicyScope"] = "MessageAttributes" }
        if subscription.channel.isHTTP {
            let policy = RetrySchedule.effectivePolicy(subscription, try await find(subscription.arn.topic))
            attributes["EffectiveDeliveryPolicy"] = .string(policy.serialized())
        }
        attributes.merge(subscription.attributes)
        return ["Attributes": .object(attributes)]
    }

    func setSubscriptionAttributes(_ input: JSONObject) async throws -> JSONObject {
        var subscription = try await subscription(input)
        let name = input.string("AttributeName") ?? ""
        try SubscriptionAttributes.apply([name: input["AttributeValue"] ?? ""], to: &subscription)
        try await store.put(subscription.arn.key, subscription.document)
        return [:]
    }
}

extension SNSService {
    func subscriptionARN(_ input: JSONObject) throws -> SubscriptionARN {
        guard let text = input.string("SubscriptionArn"), let arn = SubscriptionARN(text) else {
            throw SNSError.invalid("SubscriptionArn")
        }
        return arn
    }

    func subscription(_ input: JSONObject) async throws -> Subscription {
        let arn = try subscriptionARN(input)
        guard let document = try await store.get(arn.key),
            let subscription = Subscription(arn: arn, document: document)
        else { throw SNSError.noSubscription }
        return subscription
    }

    func subscriptions(of topic: TopicARN) async throws -> [Subscription] {
        try await store.list(
            scope: topic.scope, service: name, kind: Kind.subscription, prefix: topic.name + ":", after: nil, limit: nil
        ).compactMap(Self.subscription)
    }

    /// The subscription of a stored resource: its ARN follows from where it stands.
    private static func subscription(_ resource: Resource) -> Subscription? {
        let scope = resource.key.scope.split(separator: "/").map(String.init)
        let id = resource.key.id.split(separator: ":").map(String.init)
        guard scope.count == 2, id.count == 2 else { return nil }
        let topic = TopicARN(region: scope[1], account: scope[0], name: id[0])
        return Subscription(arn: SubscriptionARN(topic: topic, id: id[1]), document: resource.value)
    }
}
