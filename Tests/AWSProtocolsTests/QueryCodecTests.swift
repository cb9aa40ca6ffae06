import JSONModel
import Testing

@testable import AWSProtocols

/// Examples of https://docs.aws.amazon.com/sns/latest/api/ and https://docs.aws.amazon.com/IAM/latest/APIReference/.
@Suite struct QueryCodecTests {
    @Test func publishOfTheAPIReference() throws {
        // The parameters of API_Publish's sample request.
        let call = try decode(
            WireRequest(
                method: "GET", path: "/",
                query: "Subject=My%20first%20message&TopicArn=arn%3Aaws%3Asns%3Aus-west-2%3A123456789012%3AMy-Topic"
                    + "&Message=Hello%20world%21&Action=Publish&Version=2010-03-31",
                headers: ["Authorization": "AWS4-HMAC-SHA256 Credential=A/20260101/us-west-2/sns/aws4_request, …"]))
        #expect(call.service == "sns")
        #expect(call.operation == "Publish")
        #expect(
            call.input == [
                "TopicArn": "arn:aws:sns:us-west-2:123456789012:My-Topic", "Subject": "My first message",
                "Message": "Hello world!",
            ])
    }

    /// An image's address on a web page can be any of these.
    @Test(arguments: ["", "&X-Amz-Credential=A%2F20260101%2Fus-east-1%2Fsns%2Faws4_request"])
    func aLinkPublishesNothing(_ credential: String) throws {
        let failure = #expect(throws: RoutingFailure.self) {
            try decode(
                WireRequest(
                    method: "GET", path: "/",
                    query: "Action=Publish&Version=2010-03-31&TopicArn=t&Message=m" + credential))
        }
        #expect(failure?.fault.httpStatus == 403)
        let confirmation = try decode(
            WireRequest(method: "GET", path: "/", query: "Action=ConfirmSubscription&TopicArn=t&Token=s"))
        #expect(confirmation.operation == "ConfirmSubscription")
    }

    @Test func publishAnswerOfTheAPIReference() throws {
        let response = try encode("sns", "Publish", ["MessageId": "567910cd-659e-55d4-8ccb-5aaf14679dc0"])
        #expect(response.status == 200)
        #expect(
            text(response) == "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult>"
                + "<MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId></PublishResult><ResponseMetadata>"
                + "<RequestId>req-1</RequestId></ResponseMetadata></PublishResponse>")
    }

    @Test func listsAndMapsAreNumbered() throws {
        let call = try decode(
            form(
                "Action=CreateTopic&Version=2010-03-31&Name=My+Topic&Attributes.entry.2.value=b&Attributes.entry.2.key=B"
                    + "&Attributes.entry.1.key=A&Attributes.entry.1.value=a&Tags.member.10.Key=k10&Tags.member.10.Value=j"
                    + "&Tags.member.2.Key=k2&Tags.member.2.Value=i"))
        #expect(call.input["Name"] == "My Topic")
        #expect(call.input["Attributes"] == ["A": "a", "B": "b"])
        #expect(call.input["Tags"] == [["Key": "k2", "Value": "i"], ["Key": "k10", "Value": "j"]])
    }

    @Test func emptyListsAreLists() throws {
        let call = try decode(form("Action=UntagResource&Version=2010-03-31&ResourceArn=arn&TagKeys="))
        #expect(call.input["TagKeys"] == [])
    }

    @Test func errorsOfTheAPIReference() throws {
        let response = try encode("sns", WireFault("NotFoundException", "Topic does not exist"))
        #expect(response.status == 404)
        #expect(
            text(response)
                == "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type>"
                + "<Code>NotFound</Code><Message>Topic does not exist</Message></Error><RequestId>req-1</RequestId>"
                + "</ErrorResponse>")
        #expect(
            text(try encode("iam", WireFault("EntityAlreadyExistsException", "x"))).contains(
                "<Code>EntityAlreadyExists<"))
        #expect(try encode("iam", WireFault("EntityAlreadyExistsException", "x")).status == 409)
    }

    @Test func timestampsAreISO8601() throws {
        // API_GetRole's sample answer says 2012-05-08T23:34:01Z.
        let role: JSONValue = ["RoleName": "r", "CreateDate": 1_336_520_041]
        #expect(text(try encode("iam", "GetRole", ["Role": role])).contains("<CreateDate>2012-05-08T23:34:01"))
    }

    @Test func valuesOfAnotherKindAreRefused() {
        #expect(throws: WireFault.self) {
            try decode(
                form("Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=a&MaxSessionDuration=x"))
        }
        #expect(throws: RoutingFailure.self) { try decode(form("Version=2010-05-08")) }
        #expect(throws: RoutingFailure.self) { try decode(form("Action=%zz")) }
    }

    @Test func missingMembersAreNamedAsAWSNamesThem() throws {
        let fault = #expect(throws: WireFault.self) { try decode(form("Action=CreateTopic&Version=2010-03-31")) }
        #expect(fault?.code == "ValidationError")
        #expect(
            fault?.message
                == "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
        )
    }
}
