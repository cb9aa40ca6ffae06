import JSONModel
import ServicePorts

struct TopicKind: ResourceKind {
    private static let attributes = ["DisplayName", "FifoTopic", "ContentBasedDeduplication"]

    func operations(_ properties: JSONObject) -> [String] {
        ["sns:CreateTopic"] + (subscriptions(properties).isEmpty ? [] : ["sns:Subscribe"])
    }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        let input: JSONObject = ["TopicArn": .string(site.reference ?? "")]
        return try await site.finds("sns", "GetTopicAttributes", input, otherwise: record != nil)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        var input: JSONObject = ["Name": .string(site.name)]
        let attributes = attributes(site)
        if !attributes.isEmpty { input["Attributes"] = .object(attributes) }
        try await site.call("sns", "CreateTopic", input)
        return try await subscribe(site, [:])
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        let arn = JSONValue.string(site.reference ?? "")
        for (name, value) in attributes(site) where name != "FifoTopic" {
            try await site.call(
                "sns", "SetTopicAttributes", ["TopicArn": arn, "AttributeName": .string(name), "AttributeValue": value])
        }
        let known = record?.details.object("Subscriptions") ?? [:]
        let wanted = Set(subscriptions(site.properties).map(\.key))
        for (key, arn) in known where !wanted.contains(key) {
            try await site.remove("sns", "Unsubscribe", ["SubscriptionArn": arn])
        }
        return try await subscribe(site, known)
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await site.remove("sns", "DeleteTopic", ["TopicArn": .string(record.reference)])
    }

    private func attributes(_ site: ResourceSite) -> JSONObject {
        var attributes = JSONObject()
        for name in Self.attributes {
            if let flag = site.properties.bool(name) { attributes[name] = flag ? "true" : "false" }
            if let text = site.properties.string(name) { attributes[name] = .string(text) }
        }
        return attributes
    }

    private func subscriptions(_ properties: JSONObject) -> [(key: String, input: JSONObject)] {
        (properties.array("Subscription") ?? []).compactMap(\.objectValue).map { subscription in
            let key = [subscription.string("Protocol"), subscription.string("Endpoint")].compactMap { $0 }
            return (key.joined(separator: " "), subscription)
        }
    }

    private func subscribe(_ site: ResourceSite, _ known: JSONObject) async throws(AWSError) -> Made {
        var made = JSONObject()
        for (key, input) in subscriptions(site.properties) {
            if let arn = known[key] {
                made[key] = arn
                continue
            }
            let more: JSONObject = ["TopicArn": .string(site.reference ?? ""), "ReturnSubscriptionArn": true]
            let output = try await site.call("sns", "Subscribe", more.merging(input))
            made[key] = output["SubscriptionArn"] ?? ""
        }
        return Made(details: made.isEmpty ? [:] : ["Subscriptions": .object(made)])
    }
}

struct SubscriptionKind: ResourceKind {
    func operations(_ properties: JSONObject) -> [String] { ["sns:Subscribe"] }

    func exists(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Bool {
        guard let record else { return false }
        let input: JSONObject = ["SubscriptionArn": .string(record.reference)]
        return try await site.finds("sns", "GetSubscriptionAttributes", input, otherwise: true)
    }

    func create(_ site: ResourceSite) async throws(AWSError) -> Made {
        var input = site.properties.only("TopicArn", "Protocol", "Endpoint")
        input["ReturnSubscriptionArn"] = true
        let attributes = attributes(site)
        if !attributes.isEmpty { input["Attributes"] = .object(attributes) }
        let output = try await site.call("sns", "Subscribe", input)
        guard let arn = output.string("SubscriptionArn") else {
            throw AWSError("InternalFailure", "sns:Subscribe answered without SubscriptionArn.", fault: .server)
        }
        return Made(reference: arn, attributes: ["Arn": arn], details: identity(site))
    }

    func update(_ site: ResourceSite, _ record: StackResource?) async throws(AWSError) -> Made {
        guard let record, record.details == identity(site) else {
            if let record { try await delete(record, site) }
            return try await create(site)
        }
        for (name, value) in attributes(site) {
            let input: JSONObject = [
                "SubscriptionArn": .string(record.reference), "AttributeName": .string(name), "AttributeValue": value,
            ]
            try await site.call("sns", "SetSubscriptionAttributes", input)
        }
        return Made(reference: record.reference, attributes: record.attributes, details: record.details)
    }

    func delete(_ record: StackResource, _ site: ResourceSite) async throws(AWSError) {
        try await site.remove("sns", "Unsubscribe", ["SubscriptionArn": .string(record.reference)])
    }

    private func identity(_ site: ResourceSite) -> JSONObject {
        site.properties.only("TopicArn", "Protocol", "Endpoint")
    }

    private func attributes(_ site: ResourceSite) -> JSONObject {
        var attributes = site.properties.only("FilterPolicyScope")
        if let policy = site.properties["FilterPolicy"] {
            attributes["FilterPolicy"] = .string(policy.stringValue ?? policy.serialized())
        }
        if let flag = site.properties.bool("RawMessageDelivery") {
            attributes["RawMessageDelivery"] = flag ? "true" : "false"
        }
        return attributes
    }
}
