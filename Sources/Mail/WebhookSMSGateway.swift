import JSONModel
public import ServicePorts

/// An ``SMSGateway`` that posts `{"to": "+33…", "message": "…", "messageId": "…"}` to a URL. Whoever carries the
/// messages answers with 2xx; the adapter to a carrier's own API stands behind that URL.
public struct WebhookSMSGateway: SMSGateway {
    private let url: String
    private let poster: any WebhookPoster

    public init(url: String, poster: any WebhookPoster) {
        self.url = url
        self.poster = poster
    }

    public func send(_ message: TextMessage) async throws(DeliveryFailure) {
        let document: JSONValue = [
            "to": .string(message.to), "message": .string(message.text), "messageId": .string(message.messageID),
        ]
        let request = WebhookRequest(
            url: url, headers: [("Content-Type", "application/json")], body: document.serializedBytes())
        if let failure = try await poster.post(request).failure { throw failure }
    }
}
