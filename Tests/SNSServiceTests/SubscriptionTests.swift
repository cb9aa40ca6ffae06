import Foundation
import JSONModel
import ServicePorts
import Testing

@testable import SNSService

@Suite struct SubscriptionTests {
    @Test(arguments: [
        ("email", "nobody"), ("email", "a@b@c"), ("email", "a@b\r\nBcc: c@d"), ("sms", "call me"), ("sms", "+12"),
        ("http", "https://h/x"), ("https", "http://h/x"), ("http", "http:///x"), ("http", "http://h/a b"),
        ("lambda", "arn:aws:lambda:us-east-1:000000000000:layer:x"), ("lambda", "notify"),
        ("sqs", "http://queue"), ("sqs", "arn:aws:sqs:us-east-1:0:a:b"), ("carrier-pigeon", "x"),
        ("application", "arn:x"), ("firehose", "arn:x"), ("email", ""),
    ])
    func endpointsAreChecked(channel: String, endpoint: String) async throws {
        let world = World()
        let topic = try await world.topic()
        let error = await world.error(
            "Subscribe", ["TopicArn": .string(topic), "Protocol": .string(channel), "Endpoint": .string(endpoint)])
        #expect(error?.code == "InvalidParameterException")
        if channel == "firehose" { #expect(error?.message.contains("firehose") == true) }
    }

    @Test func anEmailSubscriptionWaitsForItsLink() async throws {
        let world = World()
        let topic = try await world.topic("results", ["DisplayName": "Flights"])
        let input: JSONObject = ["TopicArn": .string(topic), "Protocol": "email", "Endpoint": "ada@example.org"]
        #expect(try await world.call("Subscribe", input)["SubscriptionArn"] == "pending confirmation")
        await world.sns.settle()
        let listed = try await world.call("ListSubscriptions", [:]).array("Subscriptions")!
        #expect(listed.map { $0["SubscriptionArn"] } == ["PendingConfirmation"])
        try await world.publish(topic)
        #expect(world.mail.taken.count == 1)

        let mail = try #require(world.mail.taken.first)
        #expect(mail.to == "ada@example.org" && mail.fromName == "Flights")
        #expect(mail.subject == "AWS Notification - Subscription Confirmation")
        let link = try #require(mail.body.split(separator: "\n").last { $0.hasPrefix(World.address) })
        let query = try #require(URLComponents(string: String(link))?.queryItems)
        #expect(query.first { $0.name == "Action" }?.value == "ConfirmSubscription")
        #expect(query.first { $0.name == "TopicArn" }?.value == topic)
        let token = try #require(query.first { $0.name == "Token" }?.value)
        #expect(
            await world.error("ConfirmSubscription", ["TopicArn": .string(topic), "Token": "guess"])?.code
                == "InvalidParameterException")
        let confirmed = try await world.call(
            "ConfirmSubscription", ["TopicArn": .string(topic), "Token": .string(token)])
        let arn = try #require(confirmed.string("SubscriptionArn"))
        #expect(arn.hasPrefix(topic + ":"))
        let again = try await world.call("ConfirmSubscription", ["TopicArn": .string(topic), "Token": .string(token)])
        #expect(again == confirmed)

        try await world.publish(topic, "Done", ["Subject": "Result"])
        #expect(world.mail.taken.last?.subject == "Result")
        #expect(world.mail.taken.last?.body.hasPrefix("Done\n\n--\n") == true)
        #expect(world.mail.taken.last?.body.contains("Action=Unsubscribe&SubscriptionArn=\(arn)") == true)
    }

    @Test func aTokenIsGoodForTwoDays() async throws {
        let clock = SteppingClock()
        let world = World(clock: clock)
        let topic = try await world.topic()
        try await world.subscribe(topic, "https", "https://example.org/hook")
        await world.sns.settle()
        let token = try #require(world.poster.posted.first?.document["Token"])
        clock.advance(by: .seconds(2 * 86_400 + 1))
        let late = await world.error("ConfirmSubscription", ["TopicArn": .string(topic), "Token": token])
        #expect(late?.code == "InvalidParameterException")
        try await world.subscribe(topic, "https", "https://example.org/hook")
        await world.sns.settle()
        let second = try #require(world.poster.posted.last?.document["Token"])
        #expect(second != token)
        try await world.call("ConfirmSubscription", ["TopicArn": .string(topic), "Token": second])
        #expect(try await world.call("ListSubscriptions", [:]).array("Subscriptions")?.count == 1)
    }

    /// Developer guide, "HTTP/HTTPS subscription confirmation JSON format".
    @Test func anHTTPEndpointIsAskedByPost() async throws {
        let world = World()
        let topic = try await world.topic()
        try await world.subscribe(topic, "http", "http://example.org/hook")
        await world.sns.settle()
        let post = try #require(world.poster.posted.first)
        #expect(post.url == "http://example.org/hook")
        #expect(post.header("x-amz-sns-message-type") == "SubscriptionConfirmation")
        #expect(post.header("x-amz-sns-topic-arn") == topic)
        let document = post.document
        #expect(document["Type"] == "SubscriptionConfirmation")
        #expect(
            document["SubscribeURL"]?.stringValue?.hasPrefix(World.address + "/?Action=ConfirmSubscription&") == true)
        #expect(document["Timestamp"] == "2023-11-14T22:13:20.000Z")
        #expect(
            document["Message"]?.stringValue?.hasPrefix("You have chosen to subscribe to the topic \(topic).") == true)
        #expect(document["Signature"] == nil)
    }

    @Test func othersAreConfirmedAtOnce() async throws {
        let world = World()
        let topic = try await world.topic()
        for (channel, endpoint) in [
            ("sms", "+33612345678"), ("lambda", "arn:aws:lambda:us-east-1:000000000000:function:notify"),
            ("sqs", "arn:aws:sqs:us-east-1:000000000000:queue"),
        ] {
            let arn = try await world.subscribe(topic, channel, endpoint)
            let shown = try await world.call("GetSubscriptionAttributes", ["SubscriptionArn": .string(arn)])
            #expect(shown["Attributes"]?["PendingConfirmation"] == "false")
            #expect(shown["Attributes"]?["ConfirmationWasAuthenticated"] == "true")
        }
        #expect(try await world.inbox.isEmpty)
    }

    @Test func theSameEndpointIsTheSameSubscription() async throws {
        let world = World()
        let topic = try await world.topic()
        let first = try await world.subscribe(topic, "sms", "+33612345678", ["FilterPolicy": #"{"a":["b"]}"#])
        #expect(try await world.subscribe(topic, "sms", "+33612345678") == first)
        let other = await world.error(
            "Subscribe",
            [
                "TopicArn": .string(topic), "Protocol": "sms", "Endpoint": "+33612345678",
                "Attributes": ["FilterPolicy": #"{"a":["c"]}"#],
            ])
        #expect(other?.message.contains("different attributes") == true)
    }

    @Test func attributesAreSetAndChecked() async throws {
        let world = World()
        let topic = try await world.topic()
        let sms = try await world.subscribe(topic, "sms", "+33612345678")
        let queue = try await world.subscribe(
            topic, "sqs", "arn:aws:sqs:us-east-1:000000000000:q", ["RawMessageDelivery": "true"])
        func set(_ arn: String, _ name: String, _ value: String) async -> AWSError? {
            await world.error(
                "SetSubscriptionAttributes",
                ["SubscriptionArn": .string(arn), "AttributeName": .string(name), "AttributeValue": .string(value)])
        }
        func shown(_ arn: String) async throws -> JSONObject {
            try await world.call("GetSubscriptionAttributes", ["SubscriptionArn": .string(arn)]).object("Attributes")!
        }
        #expect(try await shown(queue)["RawMessageDelivery"] == "true")
        #expect(await set(sms, "FilterPolicy", #"{"a":["b"]}"#) == nil)
        #expect(try await shown(sms)["FilterPolicyScope"] == "MessageAttributes")
        #expect(await set(sms, "FilterPolicy", "{}") == nil)
        #expect(try await shown(sms)["FilterPolicy"] == nil)
        for (name, value) in [
            ("RawMessageDelivery", "true"), ("FilterPolicyScope", "Everything"), ("RedrivePolicy", "{}"),
            ("FilterPolicy", #"{"a":{"b":["c"]}}"#), ("FilterPolicy", "["), ("DeliveryPolicy", "{}"), ("Colour", "red"),
        ] { #expect(await set(sms, name, value)?.code == "InvalidParameterException", "\(name)=\(value)") }
    }

    @Test func subscriptionsAreListedAndEnd() async throws {
        let world = World()
        let (topic, other) = (try await world.topic("a"), try await world.topic("a-b"))
        for number in 0..<101 { try await world.subscribe(topic, "sms", "+336\(10_000_000 + number)") }
        let last = try await world.subscribe(other, "sms", "+33600000000")
        let first = try await world.call("ListSubscriptionsByTopic", ["TopicArn": .string(topic)])
        #expect(first.array("Subscriptions")?.count == 100)
        let second = try await world.call(
            "ListSubscriptionsByTopic", ["TopicArn": .string(topic), "NextToken": first["NextToken"]!])
        #expect(second.array("Subscriptions")?.count == 1 && second["NextToken"] == nil)
        try await world.call("Unsubscribe", ["SubscriptionArn": .string(last)])
        try await world.call("Unsubscribe", ["SubscriptionArn": .string(last)])
        #expect(try await world.call("ListSubscriptionsByTopic", ["TopicArn": .string(other)])["Subscriptions"] == [])
        #expect(
            await world.error("Unsubscribe", ["SubscriptionArn": "PendingConfirmation"])?.code
                == "InvalidParameterException")
    }

    @Test func passwordsOfURLsAreStarred() async throws {
        let world = World()
        let topic = try await world.topic()
        try await world.subscribe(topic, "https", "https://user:secret@example.org/hook?a=b:c@d")
        let listed = try await world.call("ListSubscriptions", [:])
        #expect(listed["Subscriptions"]?[0]?["Endpoint"] == "https://user:****@example.org/hook?a=b:c@d")
    }

    @Test func etapeRunConfirmsItsOwn() async throws {
        let world = World()
        let topic = try await world.topic()
        try await world.subscribe(topic, "email", "ada@example.org")
        try await world.subscribe(topic, "email-json", "bob@example.org")
        try await world.subscribe(topic, "http", "http://example.org/hook")
        #expect(try await Set(world.sns.autoconfirm(topicARN: topic)) == ["ada@example.org", "bob@example.org"])
        #expect(try await world.sns.autoconfirm(topicARN: topic).isEmpty)
        let id = try await world.publish(topic)
        #expect(
            try await Set(world.sns.deliveries(messageID: id).map(\.address)) == ["ada@example.org", "bob@example.org"])
    }
}
