public import Foundations
import JSONModel
public import ServicePorts

/// Amazon SNS: topics, subscriptions, and deliveries that survive a crash (API reference, version 2010-03-31).
///
/// `Publish` answers when the message and one delivery for each matching subscription are durable; they are carried
/// out then, with retries, and every one ends in a recorded outcome. What went to email, what had no SMS gateway and
/// what failed stands in the ``Inbox``. Messages to HTTP endpoints are not signed: `Signature`, `SignatureVersion`
/// and `SigningCertURL` are left out rather than made up.
///
/// An endpoint gets a message at least once: one that was taken an instant before a crash is sent again, with the
/// same message id. Refused by name: FIFO topics, mobile push, Firehose, encryption, dead-letter queues, replay.
public actor SNSService: Service {
    public nonisolated let name = "sns"
    public nonisolated let operations: Set<String> = changing.union(reading)

    static let changing: Set<String> = [
        "CreateTopic", "DeleteTopic", "SetTopicAttributes", "Subscribe", "ConfirmSubscription", "Unsubscribe",
        "SetSubscriptionAttributes", "TagResource", "UntagResource",
    ]
    static let reading: Set<String> = [
        "ListTopics", "GetTopicAttributes", "ListSubscriptions", "ListSubscriptionsByTopic",
        "GetSubscriptionAttributes",
        "Publish", "PublishBatch", "ListTagsForResource",
    ]

    let store: any ResourceStore
    let invoker: any ServiceInvoker
    let clock: any TimeSource
    let random: any RandomSource
    let mailer: (any Mailer)?
    let sms: (any SMSGateway)?
    let poster: any WebhookPoster
    let endpoint: @Sendable () -> String?
    let events: (any EventBus)?
    let retries: RetrySchedule

    /// Operations that read what they then write go one after the other.
    let turnstile = Turnstile()
    var flights = Flights()
    var inboxEntries = 0

    /// - Parameters:
    ///   - mailer: nil: email goes to the inbox alone.
    ///   - sms: nil: text messages go to the inbox.
    ///   - endpoint: this server's own address (`http://127.0.0.1:4566`), for the links in messages; nil before the
    ///     gateway listens.
    ///   - events: where the end of each delivery is told (`etape.sns`, `Etape Delivery`).
    ///   - retries: for all but HTTP endpoints, which follow AWS's delivery policy.
    public init(
        store: any ResourceStore, invoker: any ServiceInvoker, clock: any TimeSource, random: any RandomSource,
        mailer: (any Mailer)? = nil, sms: (any SMSGateway)? = nil, poster: any WebhookPoster,
        endpoint: @escaping @Sendable () -> String?, events: (any EventBus)? = nil,
        retries: RetrySchedule = .standard
    ) {
        self.store = store
        self.invoker = invoker
        self.clock = clock
        self.random = random
        self.mailer = mailer
        self.sms = sms
        self.poster = poster
        self.endpoint = endpoint
        self.events = events
        self.retries = retries
    }

    public func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        guard Self.changing.contains(request.operation) else { return ServiceResponse(try await read(request)) }
        return ServiceResponse(try await turnstile.turn { try await change(request) })
    }

    private func change(_ request: ServiceRequest) async throws -> JSONObject {
        let (input, context) = (request.input, request.context)
        switch request.operation {
        case "CreateTopic": return try await createTopic(input, context)
        case "DeleteTopic": return try await deleteTopic(input)
        case "SetTopicAttributes": return try await setTopicAttributes(input)
        case "Subscribe": return try await subscribe(input, context)
        case "ConfirmSubscription": return try await confirmSubscription(input)
        case "Unsubscribe": return try await unsubscribe(input)
        case "SetSubscriptionAttributes": return try await setSubscriptionAttributes(input)
        case "TagResource": return try await tagResource(input)
        case "UntagResource": return try await untagResource(input)
        default: throw AWSError.unknownOperation(name, request.operation)
        }
    }

    private func read(_ request: ServiceRequest) async throws -> JSONObject {
        let (input, context) = (request.input, request.context)
        switch request.operation {
        case "ListTopics": return try await listTopics(input, context)
        case "GetTopicAttributes": return try await getTopicAttributes(input)
        case "ListSubscriptions": return try await listSubscriptions(input, context)
        case "ListSubscriptionsByTopic": return try await listSubscriptionsByTopic(input)
        case "GetSubscriptionAttributes": return try await getSubscriptionAttributes(input)
        case "Publish": return try await publish(input, context)
        case "PublishBatch": return try await publishBatch(input, context)
        case "ListTagsForResource": return try await listTagsForResource(input)
        default: throw AWSError.unknownOperation(name, request.operation)
        }
    }
}
