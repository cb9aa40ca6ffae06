import Foundations
import JSONModel
import ServicePorts

extension SNSService {
    func publish(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let targets = ["TopicArn", "TargetArn", "PhoneNumber"].filter { input.string($0) != nil }
        guard targets.count == 1, let target = targets.first, let value = input.string(target) else {
            let reason = targets.isEmpty ? "no value for required parameter" : "only one of them may be given"
            throw SNSError.invalid("TopicArn or TargetArn or PhoneNumber", reason: reason)
        }
        if let id = try await earlier(input, context) { return ["MessageId": .string(id)] }
        let publication = try Publication(input)
        let id =
            if target == "PhoneNumber" {
                try await publish(publication, toPhone: value, context)
            } else {
                try await publish(publication, to: try await topic(of: input, target), key: context.idempotencyKey)
            }
        return ["MessageId": .string(id)]
    }

    /// The message that an earlier call with the same key has published, whatever became of its topic since.
    private func earlier(_ input: JSONObject, _ context: CallContext) async throws -> String? {
        guard let key = context.idempotencyKey else { return nil }
        let topic = (input.string("TopicArn") ?? input.string("TargetArn")).flatMap { TopicARN($0) }
        let scope = topic?.scope ?? "\(context.account)/\(context.region)"
        return try await store.get(publicationKey(key, scope: scope))?["message"]?.stringValue
    }

    private func publicationKey(_ key: String, scope: String) -> ResourceKey {
        ResourceKey(scope: scope, service: name, kind: Kind.publication, id: key)
    }

    private func topic(of input: JSONObject, _ member: String) async throws -> Topic {
        if input.string(member)?.contains(":endpoint/") == true {
            throw SNSError.unsupported(member, "mobile push")
        }
        return try await topic(input, member)
    }

    /// Durable when it returns; gives the message's id. Two calls with one `key` are one message.
    func publish(_ publication: Publication, to topic: Topic, key: String?) async throws -> String {
        let message = Message(
            id: random.uuid(), type: .notification, time: clock.now, topicARN: topic.arn.text,
            displayName: topic.displayName, subject: publication.subject, text: publication.text,
            texts: publication.texts, attributes: publication.attributes, groupID: publication.groupID)
        let deliveries = try await subscriptions(of: topic.arn)
            .filter { try $0.isConfirmed && wants($0, message) }
            .map { delivery(of: message, to: $0, topic) }
        return try await send(message, deliveries, scope: topic.arn.scope, key: key)
    }

    private func wants(_ subscription: Subscription, _ message: Message) throws -> Bool {
        guard let policy = try FilterPolicy(attributes: subscription.attributes) else { return true }
        return policy.matches(
            attributes: MessageAttribute.filterValues(message.attributes), body: message.body(for: subscription.channel)
        )
    }

    private func publish(
        _ publication: Publication, toPhone number: String, _ context: CallContext
    ) async throws -> String {
        guard Channel.isPhoneNumber(number) else {
            throw SNSError.invalid("PhoneNumber", reason: "\(number) is not valid to publish to")
        }
        let message = Message(
            id: random.uuid(), type: .notification, time: clock.now, subject: publication.subject,
            text: publication.text, texts: publication.texts, attributes: publication.attributes)
        let scope = "\(context.account)/\(context.region)"
        let delivery = Delivery(
            id: message.id + "/phone", scope: scope, messageID: message.id, channel: .sms, endpoint: number,
            isRaw: false, schedule: retries, due: clock.now)
        return try await send(message, [delivery], scope: scope, key: context.idempotencyKey)
    }

    func delivery(of message: Message, to subscription: Subscription, _ topic: Topic) -> Delivery {
        let channel = subscription.channel
        return Delivery(
            id: "\(message.id)/\(subscription.arn.id)", scope: topic.arn.scope, messageID: message.id,
            subscriptionARN: subscription.arn.text, channel: channel, endpoint: subscription.endpoint,
            isRaw: subscription.isRaw, schedule: channel.isHTTP ? .http(subscription, topic) : retries, due: clock.now)
    }

    private func send(
        _ message: Message, _ deliveries: [Delivery], scope: String, key: String?
    ) async throws -> String {
        guard let key else {
            try await send(message, deliveries, scope: scope)
            return message.id
        }
        let publication = publicationKey(key, scope: scope)
        do {
            let mark = ResourceChange.create(publication, ["message": .string(message.id)])
            try await send(message, deliveries, scope: scope, with: [mark])
            return message.id
        } catch let taken as ResourceExists where taken.key == publication {
            guard let earlier = try await store.get(publication)?["message"]?.stringValue else { throw taken }
            return earlier
        }
    }

    /// Commits a message and its deliveries, with what belongs to the same commit; then starts them.
    func send(
        _ message: Message, _ deliveries: [Delivery], scope: String, with changes: [ResourceChange] = []
    ) async throws {
        let key = ResourceKey(scope: scope, service: name, kind: Kind.message, id: message.id)
        let puts = deliveries.map { ResourceChange.create($0.key, $0.document) }
        try await store.commit(changes + [.create(key, message.document)] + puts)
        for delivery in deliveries { launch(delivery, message) }
    }
}
