import JSONModel
import ServicePorts
import Testing

@testable import SNSService

@Suite struct TopicTests {
    @Test func creatingIsIdempotent() async throws {
        let world = World()
        let first = try await world.topic("results", ["DisplayName": "Results"])
        #expect(first == "arn:aws:sns:us-east-1:000000000000:results")
        #expect(try await world.topic("results", ["DisplayName": "Results"]) == first)
        #expect(try await world.topic("results") == first)
        let other = await world.error("CreateTopic", ["Name": "results", "Attributes": ["DisplayName": "Other"]])
        #expect(other?.code == "InvalidParameterException")
        #expect(other?.message.contains("already exists with different attributes") == true)
        let tagged = await world.error("CreateTopic", ["Name": "results", "Tags": [["Key": "a", "Value": "b"]]])
        #expect(tagged?.message.contains("already exists with different tags") == true)
    }

    @Test(arguments: ["", "a b", "a.b", "é", "a/b", String(repeating: "x", count: 257)])
    func namesAreChecked(name: String) async {
        let error = await World().error("CreateTopic", ["Name": .string(name)])
        #expect(error?.code == "InvalidParameterException")
        #expect(error?.message == "Invalid parameter: Topic Name")
    }

    @Test func whatIsNotServedIsRefusedByName() async {
        let world = World()
        let fifo = await world.error("CreateTopic", ["Name": "orders.fifo", "Attributes": ["FifoTopic": "true"]])
        #expect(fifo?.message.contains("FIFO topic ('orders.fifo')") == true)
        for (name, value) in [
            ("KmsMasterKeyId", "alias/aws/sns"), ("FifoTopic", "true"), ("SignatureVersion", "2"),
            ("LambdaSuccessFeedbackRoleArn", "arn:aws:iam::1:role/r"), ("TracingConfig", "Active"),
        ] {
            let error = await world.error("CreateTopic", ["Name": "t", "Attributes": [name: .string(value)]])
            #expect(error?.code == "InvalidParameterException" && error?.message.contains("not supported") == true)
            #expect(error?.message.contains(name) == true)
        }
        #expect(
            await world.error("CreateTopic", ["Name": "t", "Attributes": ["Nonsense": "1"]])?.message
                == "Invalid parameter: AttributeName")
        #expect(await world.error("CreateTopic", ["Name": "t", "DataProtectionPolicy": "{}"]) != nil)
        #expect(await world.error("AddPermission", [:])?.code == "UnknownOperationException")
    }

    @Test func topicsAreListedByTheHundred() async throws {
        let world = World()
        for number in 0..<205 { _ = try await world.topic("topic-\(number)") }
        var (seen, token, pages): ([String], JSONValue?, [Int]) = ([], nil, [])
        repeat {
            let page = try await world.call("ListTopics", token.map { ["NextToken": $0] } ?? [:])
            let arns = page.array("Topics")!.map { $0["TopicArn"]!.stringValue! }
            pages.append(arns.count)
            seen += arns
            token = page["NextToken"]
        } while token != nil
        #expect(pages == [100, 100, 5])
        #expect(Set(seen).count == 205)
        #expect(await world.error("ListTopics", ["NextToken": "?"])?.code == "InvalidParameterException")
    }

    @Test func attributesAreSetAndShown() async throws {
        let world = World()
        let topic = try await world.topic()
        try await world.subscribe(topic, "sms", "+33612345678")
        try await world.subscribe(topic, "email", "ada@example.org")
        let input: JSONObject = [
            "TopicArn": .string(topic), "AttributeName": "DisplayName", "AttributeValue": "Vols ✓",
        ]
        try await world.call("SetTopicAttributes", input)
        let shown = try await world.call("GetTopicAttributes", ["TopicArn": .string(topic)]).object("Attributes")!
        #expect(shown["DisplayName"] == "Vols ✓" && shown["Owner"] == "000000000000")
        #expect(shown["SubscriptionsConfirmed"] == "1" && shown["SubscriptionsPending"] == "1")
        let policy = try JSONValue(parsing: try #require(shown.string("Policy")))
        #expect(policy["Statement"]?[0]?["Resource"]?.stringValue == topic)
        let broken = await world.error(
            "SetTopicAttributes",
            ["TopicArn": .string(topic), "AttributeName": "DisplayName", "AttributeValue": "a\r\nBcc: b"])
        #expect(broken?.code == "InvalidParameterException")
    }

    @Test func aDeletedTopicIsGoneWithItsSubscriptions() async throws {
        let world = World()
        let topic = try await world.topic()
        _ = try await world.topic("results-2")
        let subscription = try await world.subscribe(topic, "sms", "+33612345678")
        try await world.call("DeleteTopic", ["TopicArn": .string(topic)])
        try await world.call("DeleteTopic", ["TopicArn": .string(topic)])
        for operation in ["GetTopicAttributes", "ListSubscriptionsByTopic"] {
            let error = await world.error(operation, ["TopicArn": .string(topic)])
            #expect(error?.code == "NotFoundException" && error?.message == "Topic does not exist")
        }
        let gone = await world.error("GetSubscriptionAttributes", ["SubscriptionArn": .string(subscription)])
        #expect(gone?.code == "NotFoundException")
        #expect(
            await world.error("Publish", ["TopicArn": .string(topic), "Message": "x"])?.code == "NotFoundException")
        #expect(try await world.call("ListTopics", [:]).array("Topics")?.count == 1)
    }

    @Test func tags() async throws {
        let world = World()
        let arn = JSONValue.string(try await world.topic())
        try await world.call(
            "TagResource", ["ResourceArn": arn, "Tags": [["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"]]])
        try await world.call("TagResource", ["ResourceArn": arn, "Tags": [["Key": "a", "Value": "3"]]])
        try await world.call("UntagResource", ["ResourceArn": arn, "TagKeys": ["b", "c"]])
        let tags = try await world.call("ListTagsForResource", ["ResourceArn": arn])
        #expect(tags["Tags"] == [["Key": "a", "Value": "3"]])
        let many = (0..<50).map { JSONValue.object(["Key": .string("k\($0)"), "Value": ""]) }
        let error = await world.error("TagResource", ["ResourceArn": arn, "Tags": .array(many)])
        #expect(error?.code == "TagLimitExceededException")
        let unknown = await world.error("ListTagsForResource", ["ResourceArn": "arn:aws:sns:us-east-1:000000000000:no"])
        #expect(unknown?.code == "ResourceNotFoundException")
    }
}
