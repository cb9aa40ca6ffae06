import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

@testable import SNSService

private let busy = DeliveryFailure("451 try again later", isPermanent: false)

@Suite struct CrashTests {
    private static func prepare(_ store: any ResourceStore) async throws -> String {
        let world = World(store: store, seed: 7, hasMailer: false)
        let topic = try await world.topic()
        for number in 0..<3 { try await world.subscribe(topic, "email", "user\(number)@example.org") }
        _ = try await world.sns.autoconfirm(topicARN: topic)
        await world.sns.settle()
        return topic
    }

    /// The process dies after so many commits, at every one there is; the workflow repeats its call as it does.
    @Test(arguments: 0...8)
    func aCrashAnywhereLosesAndRepeatsNothing(commits: Int) async throws {
        let store = MemoryResourceStore()
        let topic = try await Self.prepare(store)
        let before = try await Inbox(store: store).list().count
        let mail = Script<Email>([busy])
        let input: JSONObject = ["TopicArn": .string(topic), "Message": "Done"]
        let first = World(store: DyingStore(store, commits: commits), seed: 8, mail: mail)
        let answer = try? await first.call("Publish", input, key: "k")
        await first.sns.settle()
        await first.sns.stop()

        let second = World(store: store, seed: 9, mail: mail)
        try await second.sns.resume()
        let id = try await second.call("Publish", input, key: "k").string("MessageId")!
        if let answer { #expect(answer.string("MessageId") == id) }
        await second.sns.settle()
        let reports = try await second.sns.deliveries(messageID: id)
        #expect(Set(reports.map(\.address)) == Set((0..<3).map { "user\($0)@example.org" }))
        #expect(reports.count == 3 && reports.allSatisfy { $0.state == .delivered })
        #expect(try await Inbox(store: store).list().count == before + 3)
        #expect(try await store.all(service: "sns", kind: "delivery").isEmpty)
        // What was sent before its outcome was durable is sent again, and is the same message.
        #expect(Set(mail.taken.map(\.to)).count == 3 && Set(mail.taken.map(\.messageID)).count == 3)
        #expect(try await second.sns.resume() == 0)
    }

    @Test(.timeLimit(.minutes(1))) func aRestartGoesOnWhereTheRetriesStood() async throws {
        let store = MemoryResourceStore()
        let topic = try await Self.prepare(store)
        let parking = ParkingClock()
        let first = World(store: store, clock: parking, seed: 8, mail: Script(always: busy))
        let input: JSONObject = ["TopicArn": .string(topic), "Message": "Done"]
        let id = try await first.call("Publish", input).string("MessageId")!
        var parked = parking.parked.makeAsyncIterator()
        for _ in 0..<3 { #expect(await parked.next() == parking.now + .seconds(1)) }
        await first.sns.stop()
        await first.sns.settle(messageID: id)
        #expect(try await first.sns.deliveries(messageID: id).map(\.state) == [.pending, .pending, .pending])
        #expect(try await first.sns.deliveries(messageID: id).map(\.failures) == [1, 1, 1])

        let clock = SteppingClock(now: parking.now + .seconds(3600))
        let second = World(store: store, clock: clock, seed: 9, mail: Script(always: busy))
        #expect(try await second.sns.resume() == 3)
        await second.sns.settle(messageID: id)
        #expect(second.mail.attempts == 3 * 19)
        #expect(try await second.sns.deliveries(messageID: id).map(\.failures) == [20, 20, 20])
    }

    @Test func aStoppedServiceStillTakesMessages() async throws {
        let store = MemoryResourceStore()
        let topic = try await Self.prepare(store)
        let first = World(store: store, seed: 8)
        await first.sns.stop()
        let id = try await first.publish(topic)
        #expect(first.mail.taken.isEmpty)
        let second = World(store: store, seed: 9)
        #expect(try await second.sns.resume() == 3)
        await second.sns.settle(messageID: id)
        #expect(second.mail.taken.count == 3)
    }
}
