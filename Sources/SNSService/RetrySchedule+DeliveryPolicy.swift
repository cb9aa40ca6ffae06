import JSONModel
import ServicePorts

/// Delivery policies of HTTP endpoints (developer guide, "Creating an HTTP/S delivery policy"). Their retries are
/// followed; throttling and a content type of one's own are refused by name.
extension RetrySchedule {
    static func checkTopicPolicy(_ text: String) throws(AWSError) {
        let policy = try object(text)
        try refuse(policy, except: ["http"])
        guard let http = policy.object("http") else { throw invalid("http is missing") }
        try refuse(
            http, except: ["defaultHealthyRetryPolicy", "disableSubscriptionOverrides", "defaultSicklyRetryPolicy"])
        if let retries = http.object("defaultHealthyRetryPolicy") { _ = try RetrySchedule(policy: retries) }
    }

    static func checkSubscriptionPolicy(_ text: String) throws(AWSError) {
        let policy = try object(text)
        try refuse(policy, except: ["healthyRetryPolicy", "sicklyRetryPolicy"])
        if let retries = policy.object("healthyRetryPolicy") { _ = try RetrySchedule(policy: retries) }
    }

    /// What an HTTP subscription's deliveries follow: its own policy, else its topic's, else AWS's.
    static func http(_ subscription: Subscription, _ topic: Topic?) -> RetrySchedule {
        let shared = topic?.deliveryPolicy
        var chosen = shared?.object("defaultHealthyRetryPolicy")
        if shared?.bool("disableSubscriptionOverrides") != true,
            let text = subscription.attributes.string("DeliveryPolicy"),
            let own = try? object(text).object("healthyRetryPolicy")
        {
            chosen = own
        }
        return chosen.flatMap { try? RetrySchedule(policy: $0) } ?? .http
    }

    static func effectivePolicy(topic: Topic) -> JSONValue {
        let policy = topic.deliveryPolicy
        let retries = policy?.object("defaultHealthyRetryPolicy").flatMap { try? RetrySchedule(policy: $0) }
        return [
            "http": [
                "defaultHealthyRetryPolicy": (retries ?? .http).document,
                "disableSubscriptionOverrides": .bool(policy?.bool("disableSubscriptionOverrides") ?? false),
            ]
        ]
    }

    static func effectivePolicy(_ subscription: Subscription, _ topic: Topic?) -> JSONValue {
        ["healthyRetryPolicy": http(subscription, topic).document, "sicklyRetryPolicy": nil]
    }

    init(policy: JSONObject) throws(AWSError) {
        let names = [
            "numRetries", "numNoDelayRetries", "numMinDelayRetries", "numMaxDelayRetries", "minDelayTarget",
            "maxDelayTarget",
        ]
        try Self.refuse(policy, except: Set(names + ["backoffFunction"]))
        for name in names where policy[name]?.isNull == false && policy.int(name) == nil {
            throw Self.invalid("\(name) is not an integer")
        }
        let numbers = names.map { policy.int($0) }
        let (all, immediate, early, late) = (numbers[0] ?? 3, numbers[1] ?? 0, numbers[2] ?? 0, numbers[3] ?? 0)
        let (shortest, longest) = (numbers[4] ?? 20, numbers[5] ?? 20)
        guard (0...100).contains(all), min(immediate, early, late) >= 0, max(immediate, early, late) <= all,
            immediate + early + late <= all
        else { throw Self.invalid("numRetries is 0 to 100, and not less than the sum of the phases") }
        guard (1...3600).contains(shortest), (shortest...3600).contains(longest) else {
            throw Self.invalid("minDelayTarget and maxDelayTarget are 1 to 3600, the first not above the second")
        }
        guard let backoff = Backoff(rawValue: policy.string("backoffFunction") ?? "linear") else {
            throw Self.invalid("backoffFunction is linear, arithmetic, geometric or exponential")
        }
        self.init(
            immediate: immediate, early: early, growing: all - immediate - early - late, late: late,
            shortest: .seconds(shortest), longest: .seconds(longest), backoff: backoff)
    }

    /// The schedule as a `healthyRetryPolicy`, in whole seconds.
    var document: JSONValue {
        [
            "minDelayTarget": .int(Int(shortest.components.seconds)),
            "maxDelayTarget": .int(Int(longest.components.seconds)), "numRetries": .int(count),
            "numMaxDelayRetries": .int(late), "numNoDelayRetries": .int(immediate), "numMinDelayRetries": .int(early),
            "backoffFunction": .string(backoff.rawValue),
        ]
    }

    private static func object(_ text: String) throws(AWSError) -> JSONObject {
        guard let object = (try? JSONValue(parsing: text))?.objectValue else { throw invalid("not a JSON object") }
        return object
    }

    private static func refuse(_ object: JSONObject, except known: Set<String>) throws(AWSError) {
        for (name, value) in object where !known.contains(name) && !value.isNull {
            throw invalid("\(name) is not supported here")
        }
    }

    private static func invalid(_ reason: String) -> AWSError {
        SNSError.invalid("DeliveryPolicy", reason: reason)
    }
}
