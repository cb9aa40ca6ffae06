import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

@testable import SNSService

private let busy = DeliveryFailure("451 try again later", isPermanent: false)
private let gone = DeliveryFailure("550 no such user", isPermanent: true)

@Suite struct DeliveryTests {
    private func emailTopic(_ world: World) async throws -> String {
        let topic = try await world.topic()
        // Confirmed in the store, so that no request to confirm is among what the fakes have seen.
        let arn = SubscriptionARN(topic: TopicARN(topic)!, id: "11111111-2222-4333-8444-555555555555")
        let subscription = Subscription(
            arn: arn, channel: .email, endpoint: "ada@example.org", attributes: [:], isConfirmed: true,
            wasAuthenticated: true)
        try await world.store.put(arn.key, subscription.document)
        return topic
    }

    @Test func emailGoesByMailAndIntoTheInbox() async throws {
        let world = World()
        let topic = try await emailTopic(world)
        let id = try await world.publish(topic, "Done", ["Subject": "Terminé ✓"])
        let mail = try #require(world.mail.taken.first)
        #expect(mail.from == "etl@example.org" && mail.subject == "Terminé ✓" && mail.date == world.clock.now)
        #expect(mail.messageID.hasPrefix(id))
        let entry = try #require(try await world.inbox.first)
        #expect(entry.deliveredVia == "smtp" && entry.error == nil && entry.channel == "email" && entry.topic == topic)
        #expect(
            entry.to == mail.to && entry.from == mail.from && entry.subject == mail.subject && entry.body == mail.body)
        #expect(entry.messageID == id && entry.type == "Notification")
        #expect(try await Inbox(store: world.store).get(entry.id) == entry)
        #expect(try await Inbox(store: world.store).get("nothing") == nil)
        let reports = try await world.sns.deliveries(messageID: id)
        #expect(
            reports == [
                DeliveryReport(
                    channel: "email", address: "ada@example.org", state: .delivered, via: "smtp", error: nil,
                    failures: 0)
            ])
    }

    @Test func withoutServersTheInboxTakesAll() async throws {
        let world = World(hasMailer: false)
        let topic = try await emailTopic(world)
        try await world.subscribe(topic, "sms", "+33612345678")
        try await world.publish(topic, "first")
        try await world.publish(topic, "second")
        let inbox = try await world.inbox
        #expect(inbox.map(\.deliveredVia) == ["inbox", "inbox", "inbox", "inbox"])
        #expect(Set(inbox.prefix(2).map(\.channel)) == ["email", "sms"])
        #expect(inbox.first?.body.hasPrefix("second") == true && inbox.last?.body.hasPrefix("first") == true)
        #expect(try await Inbox(store: world.store).list(limit: 1).map(\.id) == [inbox[0].id])
    }

    @Test func whatFailsForNowIsTriedAgain() async throws {
        let clock = SteppingClock()
        let world = World(clock: clock, mail: Script([busy, busy, busy, busy]))
        let id = try await world.publish(try await emailTopic(world))
        #expect(world.mail.attempts == 5)
        #expect(clock.sleeps == [1, 1, 1, 2].map { .seconds($0) })
        #expect(try await world.sns.deliveries(messageID: id).map(\.failures) == [4])
        #expect(try await world.inbox.map(\.deliveredVia) == ["smtp"])
    }

    /// The schedule that ``RetrySchedule/standard`` promises.
    @Test func retriesEndAndTheFailureIsShown() async throws {
        let clock = SteppingClock()
        let world = World(clock: clock, mail: Script(always: busy))
        let id = try await world.publish(try await emailTopic(world))
        let delays = [1, 1, 1, 2, 4, 8, 16, 32, 60] + Array(repeating: 60, count: 10)
        #expect(clock.sleeps == delays.map { .seconds($0) })
        let report = try #require(try await world.sns.deliveries(messageID: id).first)
        #expect(report.state == .failed && report.error == busy.reason && report.failures == 20)
        let entry = try #require(try await world.inbox.first)
        #expect(entry.error == busy.reason && entry.deliveredVia == nil && entry.to == "ada@example.org")
    }

    @Test func whatFailsForGoodIsNotTriedAgain() async throws {
        let clock = SteppingClock()
        let world = World(clock: clock, mail: Script([gone]))
        let id = try await world.publish(try await emailTopic(world))
        #expect(world.mail.attempts == 1 && clock.sleeps.isEmpty)
        #expect(try await world.sns.deliveries(messageID: id).map(\.error) == [gone.reason])
    }

    /// AWS's default delivery policy for HTTP: three retries, 20 seconds apart; 4xx but 429 is final.
    @Test(arguments: [
        ([500, 503, 429, 500], [20, 20, 20], DeliveryReport.State.failed), ([500, 200], [20], .delivered),
        ([404], [], .failed), ([301], [], .failed), ([429, 204], [20], .delivered),
    ])
    func httpFollowsTheDeliveryPolicy(statuses: [Int], delays: [Int], state: DeliveryReport.State) async throws {
        let clock = SteppingClock()
        let world = World(clock: clock, poster: FakePoster([200] + statuses))
        let id = try await world.publish(try await hookTopic(world, [:]))
        #expect(clock.sleeps == delays.map { .seconds($0) })
        #expect(try await world.sns.deliveries(messageID: id).map(\.state) == [state])
        #expect(world.poster.posted.count == 1 + delays.count + 1)
    }

    @Test func aSubscriptionHasItsOwnDeliveryPolicy() async throws {
        let clock = SteppingClock()
        let world = World(clock: clock, poster: FakePoster([200] + Array(repeating: 500, count: 9)))
        let policy = """
            {"healthyRetryPolicy": {"numRetries": 6, "numNoDelayRetries": 1, "numMinDelayRetries": 2, \
            "numMaxDelayRetries": 1, "minDelayTarget": 5, "maxDelayTarget": 40, "backoffFunction": "linear"}}
            """
        let id = try await world.publish(try await hookTopic(world, ["DeliveryPolicy": .string(policy)]))
        #expect(clock.sleeps == [5, 5, 22.5, 40, 40].map { .seconds($0) })
        #expect(try await world.sns.deliveries(messageID: id).map(\.failures) == [7])
    }

    @Test(arguments: [
        #"{"healthyRetryPolicy":{"numRetries":101}}"#,
        #"{"healthyRetryPolicy":{"numRetries":1,"numNoDelayRetries":2}}"#,
        #"{"healthyRetryPolicy":{"minDelayTarget":30,"maxDelayTarget":20}}"#,
        #"{"throttlePolicy":{"maxReceivesPerSecond":1}}"#,
        #"{"healthyRetryPolicy":{"backoffFunction":"random"}}"#, #"{"healthyRetryPolicy":{"numRetries":1.5}}"#,
        #"{"healthyRetryPolicy":{"numRetries":-1}}"#, #"{"requestPolicy":{"headerContentType":"text/csv"}}"#, "[]",
    ])
    func otherDeliveryPoliciesAreRefused(policy: String) async throws {
        let world = World()
        let topic = try await world.topic()
        let error = await world.error(
            "Subscribe",
            [
                "TopicArn": .string(topic), "Protocol": "https", "Endpoint": "https://example.org/hook",
                "Attributes": ["DeliveryPolicy": .string(policy)],
            ])
        #expect(error?.code == "InvalidParameterException")
    }

    private func hookTopic(_ world: World, _ attributes: JSONObject) async throws -> String {
        let topic = try await world.topic()
        try await world.subscribe(topic, "https", "https://example.org/hook", attributes)
        await world.sns.settle()
        let token = try #require(world.poster.posted.first?.document["Token"])
        try await world.call("ConfirmSubscription", ["TopicArn": .string(topic), "Token": token])
        return topic
    }

    @Test func oneKeyIsOneMessage() async throws {
        let world = World()
        let topic = try await emailTopic(world)
        let first = try await world.publish(topic, key: "execution-1/publish")
        #expect(try await world.publish(topic, key: "execution-1/publish") == first)
        #expect(world.mail.taken.count == 1)
        #expect(try await world.publish(topic, key: "execution-2/publish") != first)
        #expect(world.mail.taken.count == 2)
        try await world.call("DeleteTopic", ["TopicArn": .string(topic)])
        #expect(try await world.publish(topic, key: "execution-1/publish") == first)
        #expect(world.mail.taken.count == 2)
    }

    @Test func oneKeyIsOneMessageAtTheSameTimeToo() async throws {
        let world = World()
        let topic = try await emailTopic(world)
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await world.publish(topic, key: "k") } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(world.mail.taken.count == 1)
    }

    @Test func theEndOfADeliveryIsTold() async throws {
        let world = World()
        let topic = try await emailTopic(world)
        var events = world.events.subscribe().makeAsyncIterator()
        let id = try await world.publish(topic)
        let event = try #require(await events.next())
        #expect(event.source == "etape.sns" && event.detailType == "Etape Delivery")
        #expect(event.detail["messageId"]?.stringValue == id && event.detail["state"] == "DELIVERED")
    }

    @Test func messagesOfATimeAreFound() async throws {
        let clock = SteppingClock()
        let world = World(clock: clock)
        let topic = try await emailTopic(world)
        try await world.publish(topic)
        clock.advance(by: .seconds(5))
        let start = clock.now
        let ids = [try await world.publish(topic), try await world.publish(topic)]
        #expect(try await Set(world.sns.messages(since: start)) == Set(ids))
    }
}
