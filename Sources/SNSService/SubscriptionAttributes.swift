import JSONModel
import ServicePorts

/// What a subscription's attributes may be (API reference, `Subscribe` and `SetSubscriptionAttributes`).
/// Dead-letter queues (`RedrivePolicy`), replay and Firehose's role are refused by name.
enum SubscriptionAttributes {
    /// Takes the changes over, checked; an empty `FilterPolicy` or `DeliveryPolicy` removes it.
    static func apply(_ changes: JSONObject, to subscription: inout Subscription) throws(AWSError) {
        for (name, value) in changes {
            let value = value.stringValue ?? ""
            try check(name, value, subscription.channel)
            let removes = value.isEmpty || (name == "FilterPolicy" && isEmptyObject(value))
            subscription.attributes[name] = removes ? nil : .string(value)
        }
        _ = try FilterPolicy(attributes: subscription.attributes)
    }

    private static func check(_ name: String, _ value: String, _ channel: Channel) throws(AWSError) {
        switch name {
        case "FilterPolicy": break
        case "FilterPolicyScope":
            guard value == "MessageAttributes" || value == "MessageBody" else {
                throw SNSError.invalid("Attributes", reason: "FilterPolicyScope: Invalid value [\(value)].")
            }
        case "RawMessageDelivery": try checkRaw(value, channel)
        case "DeliveryPolicy": try checkDeliveryPolicy(value, channel)
        case "RedrivePolicy", "SubscriptionRoleArn", "ReplayPolicy": throw SNSError.unsupported("Attributes", name)
        default: throw SNSError.invalid("AttributeName")
        }
    }

    private static func checkRaw(_ value: String, _ channel: Channel) throws(AWSError) {
        guard value == "true" || value == "false" else {
            throw SNSError.invalid(
                "Attributes", reason: "RawMessageDelivery: Invalid value [\(value)]. Must be true or false.")
        }
        guard value == "false" || channel.takesRawMessages else {
            throw SNSError.invalid(
                "Attributes",
                reason: "Delivery protocol [\(channel.rawValue)] does not support raw message delivery.")
        }
    }

    private static func checkDeliveryPolicy(_ value: String, _ channel: Channel) throws(AWSError) {
        guard !value.isEmpty else { return }
        guard channel.isHTTP else {
            throw SNSError.invalid("Attributes", reason: "DeliveryPolicy: only for HTTP and HTTPS endpoints")
        }
        try RetrySchedule.checkSubscriptionPolicy(value)
    }

    private static func isEmptyObject(_ text: String) -> Bool {
        (try? JSONValue(parsing: text))?.objectValue?.isEmpty ?? false
    }
}
