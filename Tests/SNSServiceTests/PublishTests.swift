import Foundations
import JSONModel
import ServicePorts
import Testing

@testable import SNSService

@Suite struct PublishTests {
    @Test func inputIsChecked() async throws {
        let world = World()
        let arn = JSONValue.string(try await world.topic())
        let inputs: [(JSONObject, String)] = [
            (["Message": "x"], "TopicArn or TargetArn"),
            (["TopicArn": arn, "PhoneNumber": "+33612345678", "Message": "x"], "only one"),
            (["TopicArn": arn, "Message": ""], "Empty message"), (["TopicArn": arn], "Empty message"),
            (["TopicArn": "nonsense", "Message": "x"], "TopicArn"),
            (["PhoneNumber": "none", "Message": "x"], "PhoneNumber"),
            (["TargetArn": "arn:aws:sns:us-east-1:0:endpoint/GCM/app/id", "Message": "x"], "mobile push"),
            (["TopicArn": arn, "Message": "x", "Subject": ""], "Subject"),
            (["TopicArn": arn, "Message": "x", "Subject": "a\nBcc: b"], "Subject"),
            (["TopicArn": arn, "Message": "x", "Subject": .string(String(repeating: "s", count: 101))], "Subject"),
            (["TopicArn": arn, "Message": .string(String(repeating: "é", count: 131_073))], "Message too long"),
            (["TopicArn": arn, "Message": "x", "MessageStructure": "xml"], "MessageStructure"),
            (["TopicArn": arn, "Message": "x", "MessageStructure": "json"], "failed to parse"),
            (["TopicArn": arn, "Message": #"{"sms":"x"}"#, "MessageStructure": "json"], "No default entry"),
            (["TopicArn": arn, "Message": "x", "MessageDeduplicationId": "1"], "MessageDeduplicationId"),
        ]
        for (input, reason) in inputs {
            let error = await world.error("Publish", input)
            #expect(
                error?.code == "InvalidParameterException" && error?.message.contains(reason) == true,
                "\(input) \(error as Any)")
        }
        #expect(
            try await world.call(
                "Publish", ["TopicArn": arn, "Message": .string(String(repeating: "é", count: 131_072))]) != [:])
    }

    @Test(
        arguments: [
            ["DataType": "Colour", "StringValue": "red"], ["DataType": "String"],
            ["DataType": "String", "StringValue": ""],
            ["DataType": "Number", "StringValue": "many"], ["DataType": "String.Array", "StringValue": "a,b"],
            ["DataType": "Binary", "BinaryValue": "***"], ["StringValue": "x"],
        ] as [JSONValue])
    func attributesAreChecked(attribute: JSONValue) async throws {
        let world = World()
        let topic = try await world.topic()
        let error = await world.error(
            "Publish", ["TopicArn": .string(topic), "Message": "x", "MessageAttributes": ["a": attribute]])
        #expect(error?.code == "InvalidParameterValueException")
    }

    /// Developer guide, "HTTP/HTTPS notification JSON format".
    @Test func anHTTPEndpointGetsTheDocument() async throws {
        let world = World()
        let topic = try await world.topic()
        let arn = try await confirmed(world, topic, [:])
        let id = try await world.publish(
            topic, "Fertig ✓",
            ["Subject": "Été", "MessageAttributes": ["rows": ["DataType": "Number", "StringValue": "3"]]])
        let post = try #require(world.poster.posted.last)
        #expect(post.header("x-amz-sns-message-type") == "Notification" && post.header("x-amz-sns-message-id") == id)
        #expect(post.header("x-amz-sns-subscription-arn") == arn && post.header("x-amz-sns-topic-arn") == topic)
        #expect(post.header("Content-Type") == "text/plain; charset=UTF-8")
        #expect(
            post.document == [
                "Type": "Notification", "MessageId": .string(id), "TopicArn": .string(topic), "Subject": "Été",
                "Message": "Fertig ✓", "Timestamp": "2023-11-14T22:13:20.000Z",
                "UnsubscribeURL": .string("\(World.address)/?Action=Unsubscribe&SubscriptionArn=\(arn)"),
                "MessageAttributes": ["rows": ["Type": "Number", "Value": "3"]],
            ])
    }

    @Test func rawDeliveryIsTheMessageAlone() async throws {
        let world = World()
        let topic = try await world.topic()
        _ = try await confirmed(world, topic, ["RawMessageDelivery": "true"])
        #expect(world.poster.posted.last?.document["Type"] == "SubscriptionConfirmation")
        try await world.publish(topic, "just this")
        #expect(world.poster.posted.last?.body == Array("just this".utf8))
        #expect(world.poster.posted.last?.header("x-amz-sns-rawdelivery") == "true")
    }

    private func confirmed(_ world: World, _ topic: String, _ attributes: JSONObject) async throws -> String {
        let arn = try await world.subscribe(topic, "https", "https://example.org/hook", attributes)
        await world.sns.settle()
        let token = try #require(world.poster.posted.last?.document["Token"])
        try await world.call("ConfirmSubscription", ["TopicArn": .string(topic), "Token": token])
        return arn
    }

    /// Lambda developer guide, "Invoking Lambda functions with Amazon SNS notifications".
    @Test func aFunctionGetsTheEvent() async throws {
        let world = World()
        let topic = try await world.topic()
        let function = "arn:aws:lambda:us-east-1:000000000000:function:notify"
        let arn = try await world.subscribe(topic, "lambda", function)
        let id = try await world.publish(topic, "Done")
        let request = try #require(world.invoker.requests.first)
        #expect(request.operation == "Invoke" && request.input["InvocationType"] == "Event")
        #expect(request.input["FunctionName"]?.stringValue == function)
        #expect(request.context.idempotencyKey != nil)
        guard case .bytes(let body) = request.body else { throw AWSError("Test", "no payload") }
        let record = try #require(try JSONValue(parsing: body)["Records"]?[0])
        #expect(record["EventSource"] == "aws:sns" && record["EventVersion"] == "1.0")
        #expect(record["EventSubscriptionArn"]?.stringValue == arn)
        let sns = try #require(record["Sns"])
        #expect(sns["Type"] == "Notification" && sns["MessageId"]?.stringValue == id && sns["Message"] == "Done")
        #expect(
            sns["Subject"] == JSONValue.null && sns["MessageAttributes"] == [:] && sns["TopicArn"]?.stringValue == topic
        )
    }

    @Test func aQueueThatNobodyServesFailsByName() async throws {
        let world = World()
        let topic = try await world.topic()
        try await world.subscribe(topic, "sqs", "arn:aws:sqs:us-east-1:000000000000:queue")
        let report = try #require(try await world.sns.deliveries(messageID: try await world.publish(topic)).first)
        #expect(report.state == .failed && report.via == nil && report.error?.contains("sqs:SendMessage") == true)
        let entry = try #require(try await world.inbox.first)
        #expect(entry.channel == "sqs" && entry.error == report.error && entry.deliveredVia == nil)
    }

    @Test func eachProtocolGetsItsOwnText() async throws {
        let sms = Script<TextMessage>()
        let world = World(sms: sms)
        let topic = try await world.topic()
        try await world.subscribe(topic, "sms", "+33612345678")
        try await world.subscribe(topic, "email", "ada@example.org")
        _ = try await world.sns.autoconfirm(topicARN: topic)
        let text = #"{"default":"all","sms":"short","email":"a long story"}"#
        try await world.publish(topic, text, ["MessageStructure": "json"])
        #expect(sms.taken.map(\.text) == ["short"])
        #expect(world.mail.taken.last?.body.hasPrefix("a long story\n") == true)
    }

    @Test func aPhoneGetsATextMessage() async throws {
        let sms = Script<TextMessage>()
        let world = World(sms: sms)
        let id = try await world.call("Publish", ["PhoneNumber": "+33612345678", "Message": "Hi"]).string("MessageId")!
        await world.sns.settle(messageID: id)
        #expect(sms.taken == [TextMessage(to: "+33612345678", text: "Hi", messageID: id)])
        #expect(try await world.sns.deliveries(messageID: id).map(\.via) == ["sms-gateway"])
        #expect(try await world.inbox.isEmpty)
    }

    @Test func aBatchSucceedsAndFailsByItsEntries() async throws {
        let world = World(hasMailer: false)
        let topic = try await world.topic()
        try await world.subscribe(topic, "sms", "+33612345678")
        let entries: JSONValue = [
            ["Id": "a", "Message": "1"], ["Id": "b", "Message": ""], ["Id": "c", "Message": "3"],
        ]
        let input: JSONObject = ["TopicArn": .string(topic), "PublishBatchRequestEntries": entries]
        let answer = try await world.call("PublishBatch", input, key: "batch")
        #expect(answer.array("Successful")?.map { $0["Id"] } == ["a", "c"])
        #expect(answer["Failed"]?[0]?["Id"] == "b" && answer["Failed"]?[0]?["Code"] == "InvalidParameter")
        #expect(answer["Failed"]?[0]?["SenderFault"] == true)
        #expect(try await world.call("PublishBatch", input, key: "batch")["Successful"] == answer["Successful"])
        await world.sns.settle()
        #expect(try await Set(world.inbox.map(\.body)) == ["1", "3"])

        let wrong: [(JSONValue, String)] = [
            ([], "EmptyBatchRequestException"), ([["Id": "a b", "Message": "1"]], "InvalidBatchEntryIdException"),
            ([["Id": "a", "Message": "1"], ["Id": "a", "Message": "2"]], "BatchEntryIdsNotDistinctException"),
            (
                .array((0..<11).map { ["Id": .string("\($0)"), "Message": "x"] }),
                "TooManyEntriesInBatchRequestException"
            ),
            (
                .array(
                    (0..<2).map {
                        ["Id": .string("\($0)"), "Message": .string(String(repeating: "x", count: 200_000))]
                    }),
                "BatchRequestTooLongException"
            ),
        ]
        for (entries, code) in wrong {
            let error = await world.error(
                "PublishBatch", ["TopicArn": .string(topic), "PublishBatchRequestEntries": entries])
            #expect(error?.code == code)
        }
    }
}
