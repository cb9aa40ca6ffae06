public import Foundations

/// A plain-text message to one address (RFC 5322).
public struct Email: Sendable, Hashable {
    /// An address: `local@domain`, without a name.
    public var from: String
    /// The name shown beside the sender's address.
    public var fromName: String?
    /// An address, as ``from``.
    public var to: String
    /// Any text of one line.
    public var subject: String
    /// Any text; lines end with LF or CRLF.
    public var body: String
    /// The message's identity without angle brackets: `3f6c…@etape`. The same message sent again keeps it.
    public var messageID: String
    public var date: Timestamp

    public init(
        from: String, fromName: String? = nil, to: String, subject: String, body: String, messageID: String,
        date: Timestamp
    ) {
        self.from = from
        self.fromName = fromName
        self.to = to
        self.subject = subject
        self.body = body
        self.messageID = messageID
        self.date = date
    }
}

/// Hands messages to a mail server.
public protocol Mailer: Sendable {
    /// The address that messages come from.
    var sender: String { get }
    /// Returns when the server has taken the message. A field with a line break or a control character in it is
    /// refused with a permanent failure before anything is sent.
    func send(_ email: Email) async throws(DeliveryFailure)
}
