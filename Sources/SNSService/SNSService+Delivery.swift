import Foundations
import JSONModel
import ServicePorts

extension SNSService {
    /// Starts a delivery that is in the store.
    func launch(_ delivery: Delivery, _ message: Message) {
        guard !flights.isStopped, !flights.contains(delivery.id) else { return }
        let task = Task {
            await self.carryOut(delivery, message)
            self.flights.end(delivery)
        }
        flights.start(delivery, task)
    }

    /// Attempts until the message is taken or the schedule ends. A cancelled delivery stays in the store as it stands;
    /// so does one whose outcome the store does not take: ``resume()`` finds both.
    private func carryOut(_ delivery: Delivery, _ message: Message) async {
        var delivery = delivery
        do {
            while !Task.isCancelled {
                if delivery.due > clock.now { try await clock.sleep(until: delivery.due) }
                guard let outcome = try await attempt(&delivery, message) else { continue }
                return try await record(outcome, of: delivery, message)
            }
        } catch {
            return
        }
    }

    /// One attempt: the outcome, or nil where another one follows.
    private func attempt(_ delivery: inout Delivery, _ message: Message) async throws -> Outcome? {
        do {
            return Outcome(via: try await deliver(delivery, message))
        } catch {
            delivery.failures += 1
            delivery.error = error.reason
            guard !error.isPermanent, let delay = delivery.schedule.delay(beforeRetry: delivery.failures - 1) else {
                return Outcome(error: error.reason)
            }
            delivery.due = clock.now + delay
            try await store.put(delivery.key, delivery.document)
            return nil
        }
    }

    /// One commit: the delivery is no longer outstanding, its outcome is known, and the inbox has what belongs there.
    private func record(_ outcome: Outcome, of delivery: Delivery, _ message: Message) async throws {
        var changes: [ResourceChange] = [
            .delete(delivery.key), .put(delivery.outcomeKey, outcome.document(of: delivery, at: clock.now)),
        ]
        if delivery.channel.isEmail || outcome.via == Self.inbox || outcome.error != nil {
            let entry = inboxEntry(outcome, of: delivery, message)
            changes.append(.create(Inbox.key(entry.id, scope: delivery.scope), entry.document))
        }
        try await store.commit(changes)
        tell(outcome, of: delivery)
    }

    private func inboxEntry(_ outcome: Outcome, of delivery: Delivery, _ message: Message) -> InboxMessage {
        let document = NotificationDocument(message: message, delivery: delivery, address: endpoint())
        let isEmail = delivery.channel.isEmail
        inboxEntries += 1
        return InboxMessage(
            id: InboxMessage.id(clock.now, inboxEntries, random), time: clock.now, channel: delivery.channel.rawValue,
            to: delivery.channel.shown(delivery.endpoint), from: isEmail ? sender : "",
            subject: isEmail ? document.emailSubject : message.subject,
            body: isEmail ? document.emailBody : message.text(for: delivery.channel), topic: message.topicARN,
            messageID: message.id, type: message.type.rawValue, deliveredVia: outcome.via, error: outcome.error)
    }

    private func tell(_ outcome: Outcome, of delivery: Delivery) {
        guard let events else { return }
        let detail: JSONObject = [
            "messageId": .string(delivery.messageID), "channel": .string(delivery.channel.rawValue),
            "address": .string(delivery.channel.shown(delivery.endpoint)),
            "state": .string(outcome.error == nil ? "DELIVERED" : "FAILED"),
            "via": outcome.via.map { .string($0) } ?? .null, "error": outcome.error.map { .string($0) } ?? .null,
        ]
        events.publish(
            ServiceEvent(
                source: "etape.sns", detailType: "Etape Delivery", time: clock.now, context: delivery.context,
                resources: delivery.subscriptionARN.map { [$0] } ?? [], detail: detail.withoutNulls()))
    }
}
