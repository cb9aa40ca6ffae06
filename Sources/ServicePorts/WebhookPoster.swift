/// A POST to somebody's HTTP endpoint.
public struct WebhookRequest: Sendable {
    /// `http:` or `https:`, absolute.
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(url: String, headers: [(name: String, value: String)] = [], body: [UInt8]) {
        self.url = url
        self.headers = headers
        self.body = body
    }
}

public struct WebhookResponse: Sendable, Hashable {
    public var status: Int
    /// The answer's first bytes; what is beyond the poster's limit is not read.
    public var body: [UInt8]

    public init(status: Int, body: [UInt8] = []) {
        self.status = status
        self.body = body
    }
}

extension WebhookResponse {
    /// What the status means for a delivery, as SNS takes it (developer guide, "Message delivery retries"): 2xx is
    /// taken, 429 and 5xx are worth another attempt, anything else is final.
    public var failure: DeliveryFailure? {
        if (200..<300).contains(status) { return nil }
        let mayPass = status == 429 || status >= 500 || status < 200
        return DeliveryFailure("the endpoint answered with HTTP status \(status)", isPermanent: !mayPass)
    }
}

/// Posts to HTTP endpoints. Follows no redirect.
public protocol WebhookPoster: Sendable {
    /// The endpoint's answer, whatever its status; throws where there is none.
    func post(_ request: WebhookRequest) async throws(DeliveryFailure) -> WebhookResponse
}
