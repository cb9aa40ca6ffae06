import JSONModel

/// A topic as it is stored: what was set, no more.
struct Topic: Sendable {
    var arn: TopicARN
    var attributes: JSONObject
    var tags: JSONObject

    init(arn: TopicARN, attributes: JSONObject, tags: JSONObject) {
        self.arn = arn
        self.attributes = attributes
        self.tags = tags
    }

    init(arn: TopicARN, document: JSONValue) {
        self.init(
            arn: arn, attributes: document["attributes"]?.objectValue ?? [:],
            tags: document["tags"]?.objectValue ?? [:])
    }

    var document: JSONValue { ["attributes": .object(attributes), "tags": .object(tags)] }

    var displayName: String { attributes.string("DisplayName") ?? "" }

    /// The retries that the topic wants for its HTTP endpoints, where it says.
    var deliveryPolicy: JSONObject? {
        guard let text = attributes.string("DeliveryPolicy"), let policy = try? JSONValue(parsing: text) else {
            return nil
        }
        return policy["http"]?.objectValue
    }
}
