import JSONModel
import ServicePorts

extension SNSService {
    func createTopic(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let name = input.string("Name") ?? ""
        try TopicAttributes.check(name: name)
        if input.string("DataProtectionPolicy") != nil {
            throw SNSError.unsupported("DataProtectionPolicy", "a data protection policy")
        }
        let arn = TopicARN(region: context.region, account: context.account, name: name)
        let attributes = try checkedAttributes(input.object("Attributes") ?? [:])
        let tags = try Tags.read(input.array("Tags") ?? [])
        if let existing = try await find(arn) {
            try compare(existing, attributes, input["Tags"] == nil ? nil : tags)
        } else {
            try await store.create(arn.key, Topic(arn: arn, attributes: attributes, tags: tags).document)
        }
        return ["TopicArn": .string(arn.text)]
    }

    private func checkedAttributes(_ given: JSONObject) throws -> JSONObject {
        var attributes = JSONObject()
        for (name, value) in given {
            let checked = try TopicAttributes.checked(name, value.stringValue ?? "")
            attributes[name] = checked.map { .string($0) }
        }
        return attributes
    }

    /// Creating a topic again gives its ARN, unless it asks for another topic than the one that is there.
    private func compare(_ topic: Topic, _ attributes: JSONObject, _ tags: JSONObject?) throws {
        for (name, value) in attributes where topic.attributes[name] != value {
            throw SNSError.invalid("Attributes", reason: "Topic already exists with different attributes")
        }
        if let tags, tags != topic.tags {
            throw SNSError.invalid("Tags", reason: "Topic already exists with different tags")
        }
    }

    func deleteTopic(_ input: JSONObject) async throws -> JSONObject {
        let arn = try topicARN(input)
        let subscriptions = try await subscriptions(of: arn)
        try await store.commit([.delete(arn.key)] + subscriptions.map { .delete($0.arn.key) })
        return [:]
    }

    func listTopics(_ input: JSONObject, _ context: CallContext) async throws -> JSONObject {
        let after = try Page.start(input)
        let found = try await store.list(context, name, Kind.topic, after: after, limit: Page.size + 1)
        let (page, next) = Page.cut(found)
        let topics = page.map { resource -> JSONValue in
            ["TopicArn": .string(context.arn(name, resource.key.id))]
        }
        return JSONObject([("Topics", .array(topics)), ("NextToken", next ?? .null)]).withoutNulls()
    }

    func getTopicAttributes(_ input: JSONObject) async throws -> JSONObject {
        let topic = try await topic(input)
        let subscriptions = try await subscriptions(of: topic.arn)
        let confirmed = subscriptions.count { $0.isConfirmed }
        let fallback = TopicAttributes.defaultPolicy(of: topic.arn).serialized()
        var attributes: JSONObject = [
            "TopicArn": .string(topic.arn.text), "Owner": .string(topic.arn.account),
            "DisplayName": .string(topic.displayName), "Policy": .string(fallback),
            "SubscriptionsConfirmed": .string(String(confirmed)),
            "SubscriptionsPending": .string(String(subscriptions.count - confirmed)), "SubscriptionsDeleted": "0",
        ]
        attributes["EffectiveDeliveryPolicy"] = .string(RetrySchedule.effectivePolicy(topic: topic).serialized())
        attributes.merge(topic.attributes)
        return ["Attributes": .object(attributes)]
    }

    func setTopicAttributes(_ input: JSONObject) async throws -> JSONObject {
        var topic = try await topic(input)
        let name = input.string("AttributeName") ?? ""
        let value = try TopicAttributes.checked(name, input.string("AttributeValue") ?? "")
        topic.attributes[name] = value.map { .string($0) }
        try await store.put(topic.arn.key, topic.document)
        return [:]
    }
}

extension SNSService {
    func topicARN(_ input: JSONObject, _ member: String = "TopicArn") throws -> TopicARN {
        guard let text = input.string(member), let arn = TopicARN(text) else { throw SNSError.invalid(member) }
        return arn
    }

    func find(_ arn: TopicARN) async throws -> Topic? {
        try await store.get(arn.key).map { Topic(arn: arn, document: $0) }
    }

    func topic(_ input: JSONObject, _ member: String = "TopicArn") async throws -> Topic {
        guard let topic = try await find(try topicARN(input, member)) else { throw SNSError.noTopic }
        return topic
    }
}
