import ServicePorts

/// `arn:aws:sns:REGION:ACCOUNT:TOPIC`
struct TopicARN: Sendable, Hashable {
    var region: String
    var account: String
    var name: String

    init(region: String, account: String, name: String) {
        self.region = region
        self.account = account
        self.name = name
    }

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws"), parts[2] == "sns",
            parts[3...].allSatisfy({ !$0.isEmpty && !$0.contains("/") })
        else { return nil }
        self.init(region: parts[3], account: parts[4], name: parts[5])
    }

    var text: String { "arn:aws:sns:\(region):\(account):\(name)" }
    var scope: String { "\(account)/\(region)" }
    var key: ResourceKey { ResourceKey(scope: scope, service: "sns", kind: Kind.topic, id: name) }
}

/// `arn:aws:sns:REGION:ACCOUNT:TOPIC:UUID`
struct SubscriptionARN: Sendable, Hashable {
    var topic: TopicARN
    var id: String

    init(topic: TopicARN, id: String) {
        self.topic = topic
        self.id = id
    }

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let topic = TopicARN(String(text[..<colon])) else { return nil }
        let id = text[text.index(after: colon)...]
        guard !id.isEmpty else { return nil }
        self.init(topic: topic, id: String(id))
    }

    var text: String { "\(topic.text):\(id)" }
    /// A topic's subscriptions stand together: the topic's name goes before the id.
    var key: ResourceKey {
        ResourceKey(scope: topic.scope, service: "sns", kind: Kind.subscription, id: "\(topic.name):\(id)")
    }
}

/// The kinds of SNS's resources in the store.
enum Kind {
    static let topic = "topic"
    static let subscription = "subscription"
    static let message = "message"
    /// Outstanding deliveries.
    static let delivery = "delivery"
    /// What became of deliveries.
    static let outcome = "outcome"
    /// Idempotency key → message.
    static let publication = "publication"
    static let inbox = "inbox"
}
