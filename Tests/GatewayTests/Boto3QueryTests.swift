import JSONModel
import ServicePorts
import Testing

/// boto3 as the client of the Query services.
@Suite struct Boto3QueryTests {
    @Test func topicsArriveAndAnswer() async throws {
        let sns = RecordingService(
            "sns",
            [
                "CreateTopic", "Publish", "PublishBatch", "GetTopicAttributes", "ListTopics", "DeleteTopic",
                "ListTagsForResource",
            ]
        ) { request in
            switch request.operation {
            case "CreateTopic": return ServiceResponse(["TopicArn": "arn:t"])
            case "Publish": return ServiceResponse(["MessageId": "m-1"])
            case "PublishBatch":
                return ServiceResponse([
                    "Successful": [["Id": "a", "MessageId": "1"]],
                    "Failed": [["Id": "b", "Code": "InvalidParameter", "SenderFault": true]],
                ])
            case "GetTopicAttributes": throw AWSError("NotFoundException", "Topic does not exist")
            case "ListTopics": return ServiceResponse(["Topics": [["TopicArn": "arn:<&>"], ["TopicArn": "arn:2"]]])
            default: return ServiceResponse(["Tags": []])
            }
        }
        let lines = try await serving([sns]) { port in
            try await TestPython.run(
                """
                sns = client("sns")
                show(sns.create_topic(Name="t", Attributes={"DisplayName": "é & <b>", "FifoTopic": "false"},
                    Tags=[{"Key": "k", "Value": "v+%"}]))
                show(sns.publish(TopicArn="arn:t", Message="line 1\\nline 2 €", Subject="s", MessageAttributes={
                    "n": {"DataType": "Number", "StringValue": "1"}, "b": {"DataType": "Binary", "BinaryValue": b"\\x00\\xff"}}))
                show(sns.publish_batch(TopicArn="arn:t", PublishBatchRequestEntries=[
                    {"Id": "a", "Message": "1"}, {"Id": "b", "Message": "2"}]))
                show(failure(lambda: sns.get_topic_attributes(TopicArn="arn:x")))
                show(sns.list_topics())
                show(sns.delete_topic(TopicArn="arn:t"))
                show(sns.list_tags_for_resource(ResourceArn="arn:t"))
                show(failure(lambda: sns.list_phone_numbers_opted_out()))
                """, port: port)
        }
        #expect(lines[0] == ["TopicArn": "arn:t"])
        #expect(lines[1] == ["MessageId": "m-1"])
        #expect(lines[2]["Failed"]?[0]?["SenderFault"] == true)
        #expect(lines[3]["Code"] == "NotFound")
        #expect(lines[3]["Status"] == 404)
        #expect(lines[3]["Type"] == "Sender")
        #expect(lines[4] == ["Topics": [["TopicArn": "arn:<&>"], ["TopicArn": "arn:2"]]])
        #expect(lines[5] == [:])
        #expect(lines[6] == ["Tags": []])
        #expect(lines[7]["Code"] == "UnknownOperationException")
        #expect(
            sns.inputs(of: "CreateTopic") == [
                [
                    "Name": "t", "Attributes": ["DisplayName": "é & <b>", "FifoTopic": "false"],
                    "Tags": [["Key": "k", "Value": "v+%"]],
                ]
            ])
        let publish = try #require(sns.inputs(of: "Publish").first)
        #expect(publish["Message"] == "line 1\nline 2 €")
        #expect(
            publish["MessageAttributes"] == [
                "n": ["DataType": "Number", "StringValue": "1"], "b": ["DataType": "Binary", "BinaryValue": "AP8="],
            ])
        #expect(sns.inputs(of: "PublishBatch").first?["PublishBatchRequestEntries"]?.arrayValue?.count == 2)
    }

    @Test func rolesAndIdentityArriveAndAnswer() async throws {
        let iam = RecordingService("iam", ["CreateRole", "GetRole", "DeleteRole", "ListRoles"]) { request in
            let role: JSONValue = [
                "Path": "/", "RoleName": "r", "RoleId": "AROA", "Arn": "arn:r", "CreateDate": 1_700_000_000,
                "AssumeRolePolicyDocument": "%7B%22a%22%3A1%7D", "MaxSessionDuration": 3600,
            ]
            switch request.operation {
            case "CreateRole": return ServiceResponse(["Role": role])
            case "GetRole": throw AWSError("NoSuchEntityException", "The role with name r cannot be found.")
            case "ListRoles": return ServiceResponse(["Roles": [role], "IsTruncated": false])
            default: return ServiceResponse()
            }
        }
        let sts = RecordingService("sts", ["GetCallerIdentity"]) { _ in
            ServiceResponse(["UserId": "AIDA", "Account": "000000000000", "Arn": "arn:aws:iam::000000000000:root"])
        }
        let lines = try await serving([iam, sts]) { port in
            try await TestPython.run(
                """
                iam = client("iam")
                show(iam.create_role(RoleName="r", AssumeRolePolicyDocument='{"Version": "2012-10-17"}',
                    Tags=[{"Key": "a", "Value": "b"}], MaxSessionDuration=3600))
                show(failure(lambda: iam.get_role(RoleName="r")))
                show(iam.list_roles())
                show(iam.delete_role(RoleName="r"))
                show(failure(lambda: iam.create_role(RoleName="a b", AssumeRolePolicyDocument="{}")))
                show(client("sts").get_caller_identity())
                """, port: port)
        }
        #expect(lines[0]["Role"]?["CreateDate"] == "2023-11-14 22:13:20+00:00")
        #expect(lines[0]["Role"]?["AssumeRolePolicyDocument"] == ["a": 1])
        #expect(lines[0]["Role"]?["MaxSessionDuration"] == 3600)
        #expect(lines[1]["Code"] == "NoSuchEntity")
        #expect(lines[1]["Status"] == 404)
        #expect(lines[2]["IsTruncated"] == false)
        #expect(lines[2]["Roles"]?[0]?["RoleName"] == "r")
        #expect(lines[3] == [:])
        #expect(lines[4]["Code"] == "ValidationError")
        #expect(lines[5]["Arn"] == "arn:aws:iam::000000000000:root")
        #expect(
            iam.inputs(of: "CreateRole") == [
                [
                    "RoleName": "r", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\"}",
                    "MaxSessionDuration": 3600,
                    "Tags": [["Key": "a", "Value": "b"]],
                ]
            ])
    }
}
