import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

@testable import SNSService

/// A service with everything around it in memory.
struct World {
    let store: any ResourceStore
    let clock: any TimeSource
    let mail: Script<Email>
    let poster: FakePoster
    let invoker = FakeInvoker()
    let events = LocalEventBus()
    let sns: SNSService
    var context = CallContext()

    static let address = "http://127.0.0.1:4566"

    init(
        store: any ResourceStore = MemoryResourceStore(), clock: any TimeSource = SteppingClock(), seed: UInt64 = 1,
        mail: Script<Email> = Script(), hasMailer: Bool = true, sms: Script<TextMessage>? = nil,
        poster: FakePoster = FakePoster()
    ) {
        self.store = store
        self.clock = clock
        self.mail = mail
        self.poster = poster
        sns = SNSService(
            store: store, invoker: invoker, clock: clock, random: SeededRandomness(seed: seed),
            mailer: hasMailer ? FakeMailer(script: mail) : nil, sms: sms.map(FakeGateway.init), poster: poster,
            endpoint: { World.address }, events: events)
    }

    @discardableResult
    func call(_ operation: String, _ input: JSONObject, key: String? = nil) async throws -> JSONObject {
        var context = context
        context.idempotencyKey = key
        return try await sns.call(ServiceRequest("sns", operation, input, context: context)).output
    }

    func topic(_ name: String = "results", _ attributes: JSONObject = [:]) async throws -> String {
        let created = try await call("CreateTopic", ["Name": .string(name), "Attributes": .object(attributes)])
        return created.string("TopicArn")!
    }

    @discardableResult
    func subscribe(
        _ topic: String, _ channel: String, _ endpoint: String, _ attributes: JSONObject = [:]
    ) async throws -> String {
        try await call(
            "Subscribe",
            [
                "TopicArn": .string(topic), "Protocol": .string(channel), "Endpoint": .string(endpoint),
                "Attributes": .object(attributes), "ReturnSubscriptionArn": true,
            ]
        ).string("SubscriptionArn")!
    }

    /// Publishes, and returns when everything is carried out.
    @discardableResult
    func publish(_ topic: String, _ text: String = "hello", _ more: JSONObject = [:], key: String? = nil) async throws
        -> String
    {
        let input: JSONObject = ["TopicArn": .string(topic), "Message": .string(text)]
        let id = try await call("Publish", input.merging(more), key: key).string("MessageId")!
        await sns.settle(messageID: id)
        return id
    }

    var inbox: [InboxMessage] { get async throws { try await Inbox(store: store).list() } }

    /// The error of a call that has to fail.
    func error(_ operation: String, _ input: JSONObject) async -> AWSError? {
        do {
            _ = try await call(operation, input)
            return nil
        } catch {
            return error as? AWSError
        }
    }
}

extension WebhookRequest {
    var document: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
