/// A text message to one phone.
public struct TextMessage: Sendable, Hashable {
    /// E.164: `+33612345678`.
    public var to: String
    public var text: String
    /// The same message sent again keeps it.
    public var messageID: String

    public init(to: String, text: String, messageID: String) {
        self.to = to
        self.text = text
        self.messageID = messageID
    }
}

/// Hands text messages to whoever carries them.
public protocol SMSGateway: Sendable {
    /// Returns when the gateway has taken the message.
    func send(_ message: TextMessage) async throws(DeliveryFailure)
}
