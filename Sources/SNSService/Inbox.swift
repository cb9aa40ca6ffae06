public import Foundations
import JSONModel
public import ServicePorts

/// A message in the local inbox.
public struct InboxMessage: Sendable, Hashable {
    /// Ascends with time.
    public var id: String
    public var time: Timestamp
    /// `email`, `email-json`, `sms`, `http`, `https`, `lambda`, `sqs`
    public var channel: String
    public var to: String
    /// Empty where the channel has no sender.
    public var from: String
    public var subject: String?
    public var body: String
    /// The topic's ARN; nil for a message to a phone number.
    public var topic: String?
    public var messageID: String
    /// `Notification`, `SubscriptionConfirmation`
    public var type: String
    /// `smtp`, `inbox`; nil where the delivery failed.
    public var deliveredVia: String?
    /// Why the delivery failed.
    public var error: String?
}

/// The local inbox: every email, text messages without a gateway, and every delivery that failed.
public struct Inbox: Sendable {
    private let store: any ResourceStore

    public init(store: any ResourceStore) { self.store = store }

    /// The newest messages of all accounts and regions, newest first.
    public func list(limit: Int? = nil) async throws -> [InboxMessage] {
        let messages = try await store.all(service: "sns", kind: Kind.inbox)
            .map { InboxMessage(id: $0.key.id, document: $0.value) }
            .sorted { $0.id > $1.id }
        return limit.map { Array(messages.prefix($0)) } ?? messages
    }

    /// The message of an id, or of the beginning of one that is no other's.
    public func get(_ id: String) async throws -> InboxMessage? {
        let found = try await list().filter { $0.id.hasPrefix(id) }
        return found.first { $0.id == id } ?? (found.count == 1 ? found.first : nil)
    }

    static func key(_ id: String, scope: String) -> ResourceKey {
        ResourceKey(scope: scope, service: "sns", kind: Kind.inbox, id: id)
    }
}

extension InboxMessage {
    /// Milliseconds, the process's count of entries, random bits: ascending, and unique across restarts.
    static func id(_ time: Timestamp, _ count: Int, _ random: any RandomSource) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return padded(String(time.milliseconds), 13) + "-" + padded(String(count), 6) + "-"
            + padded(String(random.next() >> 32, radix: 16), 8)
    }

    init(id: String, document: JSONValue) {
        self.init(
            id: id, time: Timestamp(milliseconds: Int64(document["time"]?.intValue ?? 0)),
            channel: document["channel"]?.stringValue ?? "", to: document["to"]?.stringValue ?? "",
            from: document["from"]?.stringValue ?? "", subject: document["subject"]?.stringValue,
            body: document["body"]?.stringValue ?? "", topic: document["topic"]?.stringValue,
            messageID: document["messageId"]?.stringValue ?? "", type: document["type"]?.stringValue ?? "",
            deliveredVia: document["delivered"]?["via"]?.stringValue, error: document["error"]?.stringValue)
    }

    var document: JSONValue {
        let members: JSONObject = [
            "time": .int(Int(time.milliseconds)), "channel": .string(channel), "to": .string(to), "from": .string(from),
            "subject": subject.map { .string($0) } ?? .null, "body": .string(body),
            "topic": topic.map { .string($0) } ?? .null, "messageId": .string(messageID), "type": .string(type),
            "delivered": deliveredVia.map { ["via": .string($0)] } ?? .null,
            "error": error.map { .string($0) } ?? .null,
        ]
        return .object(members.withoutNulls())
    }
}
