import JSONModel
import ServicePorts
import Testing

@testable import SNSService

/// The examples of the developer guide's pages on filter policies ("Filter policy constraints", "String value
/// matching", "Numeric value matching", "Key matching", "AND/OR logic").
@Suite struct FilterPolicyTests {
    private static func text(_ value: String) -> JSONValue { ["DataType": "String", "StringValue": .string(value)] }
    private static func number(_ value: String) -> JSONValue { ["DataType": "Number", "StringValue": .string(value)] }
    private static func array(_ value: String) -> JSONValue {
        ["DataType": "String.Array", "StringValue": .string(value)]
    }

    private func matches(_ policy: String, _ attributes: JSONObject) throws -> Bool {
        try FilterPolicy(policy, scope: .attributes)
            .matches(attributes: MessageAttribute.filterValues(attributes), body: nil)
    }

    private func matches(_ policy: String, body: String) throws -> Bool {
        try FilterPolicy(policy, scope: .body)
            .matches(attributes: [:], body: (try? JSONValue(parsing: body))?.objectValue)
    }

    @Test(arguments: [
        (#"{"c":["rugby","tennis"]}"#, text("rugby"), true), (#"{"c":["rugby"]}"#, text("Rugby"), false),
        (#"{"c":["rugby"]}"#, array(#"["golf","rugby"]"#), true), (#"{"c":["rugby"]}"#, array(#"["golf"]"#), false),
        (#"{"c":[null]}"#, array(#"[null]"#), true), (#"{"c":[true]}"#, array("[true]"), true),
        (#"{"c":[{"prefix":"bas"}]}"#, text("baseball"), true), (#"{"c":[{"prefix":"bas"}]}"#, text("rugby"), false),
        (#"{"c":[{"suffix":"ball"}]}"#, text("baseball"), true), (#"{"c":[{"suffix":"ball"}]}"#, text("balls"), false),
        (#"{"c":[{"equals-ignore-case":"TENNIS"}]}"#, text("Tennis"), true),
        (#"{"c":[{"anything-but":["rugby","tennis"]}]}"#, text("baseball"), true),
        (#"{"c":[{"anything-but":["rugby","tennis"]}]}"#, text("rugby"), false),
        (#"{"c":[{"anything-but":["rugby","tennis"]}]}"#, array(#"["rugby","baseball"]"#), true),
        (#"{"c":[{"anything-but":["rugby","tennis"]}]}"#, array(#"["rugby"]"#), false),
        (#"{"c":[{"anything-but":"rugby"}]}"#, text("golf"), true),
        (#"{"c":[{"anything-but":{"prefix":"order-"}}]}"#, text("data-entry"), true),
        (#"{"c":[{"anything-but":{"prefix":"order-"}}]}"#, text("order-number"), false),
        (#"{"c":[{"anything-but":[100,500]}]}"#, number("101"), true),
        (#"{"c":[{"anything-but":[100,500]}]}"#, number("100.0"), false),
        (#"{"c":[{"numeric":["=",301.5]}]}"#, number("3.015e2"), true),
        (#"{"c":[{"numeric":[">",0,"<=",150]}]}"#, number("150"), true),
        (#"{"c":[{"numeric":[">",0,"<=",150]}]}"#, number("0"), false),
        (#"{"c":[{"numeric":["<",0]}]}"#, text("-1"), false), (#"{"c":[301]}"#, number("301.0"), true),
        (#"{"c":["301"]}"#, number("301"), false), (#"{"c":[{"exists":true}]}"#, text("x"), true),
        (#"{"c":[{"exists":false}]}"#, text("x"), false), (#"{"d":[{"exists":false}]}"#, text("x"), true),
        (#"{"d":["x"]}"#, text("x"), false), (#"{"d":[{"anything-but":"x"}]}"#, text("x"), false),
        (#"{"c":["x","y"],"d":[{"exists":false}]}"#, text("y"), true),
        (#"{"c":["x"],"d":[{"exists":true}]}"#, text("x"), false),
        (#"{"$or":[{"c":["x"]},{"d":["y"]}]}"#, text("x"), true),
        (#"{"$or":[{"c":["z"]},{"d":["y"]}]}"#, text("x"), false),
    ])
    func messageAttributes(policy: String, attribute: JSONValue, isWanted: Bool) throws {
        #expect(try matches(policy, ["c": attribute]) == isWanted)
    }

    @Test func aBinaryAttributeIsNotSeen() throws {
        #expect(try !matches(#"{"c":[{"exists":true}]}"#, ["c": ["DataType": "Binary", "BinaryValue": "eA=="]]))
    }

    @Test(arguments: [
        (#"{"a":["x"]}"#, #"{"a":"x"}"#, true), (#"{"a":{"b":["x"]}}"#, #"{"a":{"b":"x"}}"#, true),
        (#"{"a":{"b":["x"]}}"#, #"{"a":{"b":"y"}}"#, false), (#"{"a":{"b":["x"]}}"#, #"{"b":"x"}"#, false),
        (#"{"a":{"b":["x"],"c":[1]}}"#, #"{"a":{"b":"x","c":1.0}}"#, true),
        (#"{"a":{"b":["x"],"c":[1]}}"#, #"{"a":{"b":"x","c":2}}"#, false),
        (#"{"a":{"b":["x"]}}"#, #"{"a":[{"b":"y"},{"b":"x"}]}"#, true), (#"{"a":["x"]}"#, #"{"a":["y","x"]}"#, true),
        (#"{"a":[{"exists":false}]}"#, #"{"b":1}"#, true), (#"{"a":[null,true]}"#, #"{"a":null}"#, true),
        (#"{"a":[{"numeric":[">=",10]}]}"#, #"{"a":12}"#, true), (#"{"a":["x"]}"#, "not JSON", false),
        (#"{"a":["x"]}"#, #"["x"]"#, false),
        (#"{"s":["aws"],"$or":[{"m":["CPU"]},{"n":{"v":[1]}}]}"#, #"{"s":"aws","n":{"v":1}}"#, true),
        (#"{"s":["aws"],"$or":[{"m":["CPU"]},{"n":{"v":[1]}}]}"#, #"{"s":"aws","m":"RAM"}"#, false),
    ])
    func messageBodies(policy: String, body: String, isWanted: Bool) throws {
        #expect(try matches(policy, body: body) == isWanted)
    }

    @Test(arguments: [
        (#"{"a":[{"wildcard":"x*"}]}"#, "wildcard"), (#"{"a":[{"cidr":"10.0.0.0/24"}]}"#, "cidr"),
        (#"{"a":[{"anything-but":{"wildcard":"x*"}}]}"#, "wildcard"), (#"{"a":[{"regex":"x"}]}"#, "regex"),
        (#"{"a":{"b":["c"]}}"#, "nested"), (#"{"a":"b"}"#, "array"), (#"{"a":[]}"#, "Empty arrays"), ("[]", "object"),
        ("{", "parse"), (#"{"a":[{"numeric":["~",1]}]}"#, "numeric"), (#"{"a":[{"numeric":[">",1e10]}]}"#, "10^9"),
        (#"{"a":[{"exists":"yes"}]}"#, "exists"), (#"{"a":[{"prefix":1}]}"#, "prefix"),
        (#"{"a":[["b"]]}"#, "Match value"),
        (#"{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}"#, "5 keys"),
        (#"{"a":[1,2,3,4,5,6,7,8],"b":[1,2,3,4,5,6,7,8],"c":[1,2,3]}"#, "too complex"),
    ])
    func otherPoliciesAreRefused(policy: String, reason: String) async throws {
        let world = World()
        let topic = try await world.topic()
        let error = await world.error(
            "Subscribe",
            [
                "TopicArn": .string(topic), "Protocol": "sms", "Endpoint": "+33612345678",
                "Attributes": ["FilterPolicy": .string(policy)],
            ])
        #expect(error?.code == "InvalidParameterException")
        #expect(error?.message.contains("FilterPolicy") == true && error?.message.contains(reason) == true, "\(error!)")
    }

    @Test func onlyWhatIsWantedIsDelivered() async throws {
        let world = World(hasMailer: false)
        let topic = try await world.topic()
        try await world.subscribe(topic, "sms", "+33611111111", ["FilterPolicy": #"{"status":["FAILED"]}"#])
        try await world.subscribe(
            topic, "sms", "+33622222222",
            ["FilterPolicy": #"{"rows":[{"numeric":[">",5]}]}"#, "FilterPolicyScope": "MessageBody"])
        let failed = try await world.publish(topic, "x", ["MessageAttributes": ["status": Self.text("FAILED")]])
        let large = try await world.publish(topic, #"{"rows":6}"#)
        let small = try await world.publish(topic, #"{"rows":5}"#)
        #expect(try await world.sns.deliveries(messageID: failed).map(\.address) == ["+33611111111"])
        #expect(try await world.sns.deliveries(messageID: large).map(\.address) == ["+33622222222"])
        #expect(try await world.sns.deliveries(messageID: small).isEmpty)
    }
}
