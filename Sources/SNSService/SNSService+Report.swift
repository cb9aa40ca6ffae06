public import Foundations
import JSONModel
public import ServicePorts

/// Where a message went, or is going, for one endpoint.
public struct DeliveryReport: Sendable, Hashable {
    public enum State: String, Sendable { case pending, delivered, failed }

    /// `email`, `sms`, `lambda` …
    public var channel: String
    /// The address, number, URL or ARN.
    public var address: String
    public var state: State
    /// `smtp`, `inbox`, `webhook`, `sms-gateway`, `lambda`, `sqs`; nil while pending and where it failed.
    public var via: String?
    /// The reason of the failure, or of the last failed attempt.
    public var error: String?
    /// Attempts that have failed.
    public var failures: Int
}

extension SNSService {
    /// Carries on what an earlier process left outstanding. Called once when the server starts; gives the number of
    /// deliveries that were found.
    @discardableResult
    public func resume() async throws -> Int {
        let outstanding = try await store.all(service: name, kind: Kind.delivery).compactMap(Delivery.init)
        var messages: [ResourceKey: Message] = [:]
        for delivery in outstanding where messages[delivery.messageKey] == nil {
            messages[delivery.messageKey] = try await store.get(delivery.messageKey)
                .flatMap { Message(id: delivery.messageID, document: $0) }
        }
        for delivery in outstanding {
            if let message = messages[delivery.messageKey] { launch(delivery, message) }
        }
        return outstanding.count
    }

    /// Starts no delivery any more, and returns when none is under way; what is outstanding stays in the store.
    public func stop() async {
        let tasks = flights.stop()
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    /// Returns when all deliveries of the message are carried out: each delivered, or failed for good. Waits as long
    /// as the retries do; returns at once for a message that has none under way.
    public func settle(messageID: String) async {
        guard !flights.isSettled(messageID) else { return }
        await withCheckedContinuation { flights.wait(for: messageID, $0) }
    }

    /// Returns when everything that was under way at the call is carried out.
    public func settle() async {
        for id in flights.messageIDs { await settle(messageID: id) }
    }

    /// Where a message went. Empty for an unknown message, and for one that nobody was subscribed to.
    /// `context` says the topic's account and region.
    public func deliveries(
        messageID: String, context: CallContext = CallContext()
    ) async throws -> [DeliveryReport] {
        try await reports(Kind.outcome, of: messageID, context) + reports(Kind.delivery, of: messageID, context)
    }

    private func reports(
        _ kind: String, of messageID: String, _ context: CallContext
    ) async throws -> [DeliveryReport] {
        try await store.list(context, name, kind, prefix: messageID + "/").map { resource in
            let document = resource.value
            let via = document["via"]?.stringValue
            let channel = document["protocol"]?.stringValue ?? ""
            let endpoint = document["endpoint"]?.stringValue ?? ""
            return DeliveryReport(
                channel: channel, address: Channel(rawValue: channel)?.shown(endpoint) ?? endpoint,
                state: kind == Kind.delivery ? .pending : via == nil ? .failed : .delivered, via: via,
                error: document["error"]?.stringValue, failures: document["failures"]?.intValue ?? 0)
        }
    }

    /// Ids of the messages published (not the requests to confirm) since a moment, oldest first.
    public func messages(since start: Timestamp) async throws -> [String] {
        try await store.all(service: name, kind: Kind.message)
            .compactMap { Message(id: $0.key.id, document: $0.value) }
            .filter { $0.type == .notification && $0.time >= start }
            .sorted { ($0.time, $0.id) < ($1.time, $1.id) }
            .map(\.id)
    }
}
