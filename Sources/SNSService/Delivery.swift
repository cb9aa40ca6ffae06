import Foundations
import JSONModel
import ServicePorts

/// A message on its way to one endpoint, as it is stored until its outcome is known.
struct Delivery: Sendable {
    /// `MESSAGEID/SUBSCRIPTIONID`; `MESSAGEID/phone` for a message to a phone number.
    var id: String
    /// `ACCOUNT/REGION`
    var scope: String
    var messageID: String
    /// nil for a message to a phone number.
    var subscriptionARN: String?
    var channel: Channel
    var endpoint: String
    var isRaw: Bool
    var schedule: RetrySchedule
    /// Attempts that have failed.
    var failures = 0
    /// The next attempt's time.
    var due: Timestamp
    /// The last attempt's.
    var error: String?

    var key: ResourceKey { ResourceKey(scope: scope, service: "sns", kind: Kind.delivery, id: id) }
    var outcomeKey: ResourceKey { ResourceKey(scope: scope, service: "sns", kind: Kind.outcome, id: id) }
    var messageKey: ResourceKey { ResourceKey(scope: scope, service: "sns", kind: Kind.message, id: messageID) }

    /// The account and region that the delivery belongs to, with its own idempotency key.
    var context: CallContext {
        let parts = scope.split(separator: "/").map(String.init)
        var context = CallContext(requestID: messageID, idempotencyKey: id)
        if parts.count == 2 { (context.account, context.region) = (parts[0], parts[1]) }
        return context
    }
}

extension Delivery {
    init?(_ resource: Resource) {
        let document = resource.value
        guard let messageID = document["message"]?.stringValue, let due = document["due"]?.intValue,
            let channel = document["protocol"]?.stringValue.flatMap(Channel.init(rawValue:)),
            let schedule = document["retries"].flatMap(RetrySchedule.init(stored:))
        else { return nil }
        self.init(
            id: resource.key.id, scope: resource.key.scope, messageID: messageID,
            subscriptionARN: document["subscription"]?.stringValue, channel: channel,
            endpoint: document["endpoint"]?.stringValue ?? "", isRaw: document["raw"]?.boolValue ?? false,
            schedule: schedule, failures: document["failures"]?.intValue ?? 0,
            due: Timestamp(milliseconds: Int64(due)), error: document["error"]?.stringValue)
    }

    var document: JSONValue {
        let members: JSONObject = [
            "message": .string(messageID), "subscription": subscriptionARN.map { .string($0) } ?? .null,
            "protocol": .string(channel.rawValue), "endpoint": .string(endpoint), "raw": .bool(isRaw),
            "retries": schedule.stored, "failures": .int(failures), "due": .int(Int(due.milliseconds)),
            "error": error.map { .string($0) } ?? .null,
        ]
        return .object(members.withoutNulls())
    }
}

/// What became of a delivery.
struct Outcome: Sendable {
    /// `smtp`, `inbox`, `webhook`, `sms-gateway`, `lambda`, `sqs`; nil where it failed.
    var via: String?
    var error: String?

    func document(of delivery: Delivery, at time: Timestamp) -> JSONValue {
        let members: JSONObject = [
            "protocol": .string(delivery.channel.rawValue), "endpoint": .string(delivery.endpoint),
            "via": via.map { .string($0) } ?? .null, "error": error.map { .string($0) } ?? .null,
            "failures": .int(delivery.failures), "time": .int(Int(time.milliseconds)),
        ]
        return .object(members.withoutNulls())
    }
}
