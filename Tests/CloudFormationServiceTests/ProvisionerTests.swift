import CloudFormationService
import EngineTestKit
import Foundation
import JSONModel
import ServicePorts
import Templates
import Testing

struct ProvisionerTests {
    @Test func makesEverythingInOrder() async throws {
        let shop = try Shop("order")
        let result = try await shop.up()
        #expect(
            shop.cloud.changes == [
                // The state machine comes first in the text; before it the job, and before that what the job names:
                // its role, and then, in Command, the bucket.
                "iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "s3:CreateBucket", "s3:PutObject",
                "s3:PutObject", "s3:PutObject", "glue:CreateJob", "states:CreateStateMachine",
                "sns:CreateTopic", "sns:Subscribe", "sns:Subscribe", "lambda:CreateFunction",
            ])
        #expect(shop.cloud.objects == ["data/raw/a.csv", "data/raw/sub/b.csv", "data/scripts/job1.py"])
        #expect(result.uploads.uploaded == 3 && result.uploads.bytes == 14)
        #expect(result.outputs.string("Machine") == "arn:aws:states:us-east-1:000000000000:stateMachine:flow")
        #expect(result.outputs.string("Phone") == "sub=arn:aws:sns:us-east-1:000000000000:news:2")
        #expect(result.resource("Role")?.attributes["RoleId"] == "AROAEXAMPLE")
        #expect(
            result.resource("Topic")?.details.object("Subscriptions")
                == ["email a@example.com": "arn:aws:sns:us-east-1:000000000000:news:1"])
    }

    @Test func tellsTheServicesWhatTheTemplateSays() async throws {
        let shop = try Shop("inputs")
        try await shop.up()
        let role = "arn:aws:iam::000000000000:role/worker"
        #expect(
            shop.cloud.input("glue:CreateJob") == [
                "Name": "job1", "Role": .string(role), "NumberOfWorkers": 2,
                "Command": ["Name": "glueetl", "ScriptLocation": "s3://data/scripts/job1.py"],
            ])
        let machine = try #require(shop.cloud.input("states:CreateStateMachine"))
        #expect(machine.string("definition")?.contains(#""Comment": "job1""#) == true)
        #expect(machine.string("roleArn") == role && machine.string("type") == "STANDARD")
        let function = try #require(shop.cloud.input("lambda:CreateFunction"))
        #expect(
            function.object("Environment")?.object("Variables")
                == ["PHONE": "arn:aws:sns:us-east-1:000000000000:news:2", "LEVEL": "info"])
        let zip = try #require(function["Code"]?["ZipFile"]?.stringValue.flatMap { Data(base64Encoded: $0) })
        #expect(zip.starts(with: [0x50, 0x4B, 3, 4]) && zip.range(of: Data("pycache".utf8)) == nil)
        #expect(shop.cloud.input("iam:CreateRole")?.string("AssumeRolePolicyDocument") == #"{"Statement":[]}"#)
    }

    @Test func aSecondRunChangesNothing() async throws {
        let shop = try Shop("again")
        try await shop.up()
        let result = try await shop.up()
        #expect(shop.cloud.changes == [])
        #expect(result.uploads.unchanged == 3 && result.uploads.uploaded == 0)
        #expect(result.outputs.string("Phone") == "sub=arn:aws:sns:us-east-1:000000000000:news:2")
    }

    @Test func onlyWhatChangedIsUpdated() async throws {
        let shop = try Shop("update")
        try await shop.up()
        try await shop.up(shopTemplate, ["Workers": "4"])
        #expect(shop.cloud.changes == ["glue:UpdateJob"])
        #expect(shop.cloud.input("glue:UpdateJob")?["JobUpdate"]?["NumberOfWorkers"] == 4)
        try await shop.up(shopTemplate, ["Workers": "4", "Level": "debug"])
        #expect(shop.cloud.changes == ["lambda:UpdateFunctionConfiguration"])
        try shop.project.write("notify/app.py", "def handler(event, context): return 1")
        try await shop.up(shopTemplate, ["Workers": "4", "Level": "debug"])
        #expect(shop.cloud.changes == ["lambda:UpdateFunctionCode"])
        try shop.project.write("flow.asl.json", #"{"StartAt": "B"}"#)
        try await shop.up(shopTemplate, ["Workers": "4", "Level": "debug"])
        #expect(shop.cloud.changes == ["states:UpdateStateMachine"])
        let changed = shopTemplate.replacingOccurrences(of: "a@example.com", with: "b@example.com")
        try await shop.up(changed, ["Workers": "4", "Level": "debug"])
        #expect(shop.cloud.changes == ["sns:Unsubscribe", "sns:Subscribe"])
    }

    @Test func whatTheTemplateNoLongerHasIsRemovedInReverse() async throws {
        let shop = try Shop("remove")
        try await shop.up()
        let start = try #require(shopTemplate.range(of: "  Topic:"))
        let end = try #require(shopTemplate.range(of: "Outputs:"))
        var text = shopTemplate
        text.removeSubrange(start.lowerBound..<end.upperBound)
        text = text.replacingOccurrences(of: "\n  Machine: {Value", with: "\nOutputs:\n  Machine: {Value")
            .replacingOccurrences(of: #"  Phone: {Value: !Sub "sub=${Phone}"}"#, with: "")
        try await shop.up(text)
        #expect(shop.cloud.changes == ["lambda:DeleteFunction", "sns:Unsubscribe", "sns:DeleteTopic"])
        try await shop.up(text)
        #expect(shop.cloud.changes == [])
        shop.cloud.forget()
        try await shop.provisioner().delete(stackName: "shop")
        #expect(
            shop.cloud.changes == [
                "states:DeleteStateMachine", "glue:DeleteJob", "s3:DeleteObject", "s3:DeleteObject",
                "s3:DeleteObject", "s3:DeleteBucket", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:DeleteRole",
            ])
        #expect(try await shop.store.all(service: "cloudformation", kind: "stack").isEmpty)
    }

    @Test func aBucketWithOthersDataStays() async throws {
        let shop = try Shop("notempty")
        try await shop.up()
        shop.cloud.write("data/gold/result.parquet", "rows")
        try await shop.provisioner().delete(stackName: "shop", events: shop.events.add)
        #expect(shop.cloud.objects == ["data/gold/result.parquet"])
        #expect(
            shop.events.all.contains(
                .retained(logicalID: "Bucket", physicalID: "data", reason: "the bucket is not empty")))
    }

    @Test func aNewNameMakesANewResourceAndRemovesTheOld() async throws {
        let shop = try Shop("rename")
        try await shop.up()
        try await shop.up(shopTemplate.replacingOccurrences(of: "Name: job1\n", with: "Name: job2\n"))
        #expect(shop.cloud.changes == ["glue:CreateJob", "states:UpdateStateMachine", "glue:DeleteJob"])
        #expect(shop.cloud.input("glue:DeleteJob") == ["JobName": "job1"])
    }

    @Test func retainedResourcesStay() async throws {
        let shop = try Shop("retain")
        let kept = "A: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}"
        try await shop.up("Resources: {\(kept), B: {Type: AWS::S3::Bucket}, C: {Type: AWS::S3::Bucket}}")
        try await shop.up("Resources: {B: {Type: AWS::S3::Bucket}}")
        #expect(shop.cloud.changes == ["s3:DeleteBucket"])
        #expect(shop.cloud.input("s3:DeleteBucket")?.string("Bucket")?.hasPrefix("shop-c-") == true)
    }

    @Test func whatWasDeletedByHandIsMadeAgain() async throws {
        let shop = try Shop("drift")
        try await shop.up()
        _ = try await shop.cloud.call("glue", "DeleteJob", ["JobName": "job1"])
        try await shop.up()
        #expect(shop.cloud.changes == ["glue:CreateJob"])
    }

    @Test func aFailureNamesTheResourceAndItsLineAndTheNextRunGoesOn() async throws {
        let shop = try Shop("failure")
        shop.cloud.fail("glue:CreateJob", AWSError("InvalidInputException", "no such worker"))
        do {
            try await shop.up()
            Issue.record("the job cannot be made")
        } catch let error as ProvisionError {
            #expect(
                error.description == "template.yaml:15:3: Job (AWS::Glue::Job): InvalidInputException: no such worker")
        }
        shop.cloud.fail("glue:CreateJob", nil)
        try await shop.up()
        #expect(!shop.cloud.changes.contains("s3:CreateBucket") && !shop.cloud.changes.contains("iam:CreateRole"))
        #expect(shop.cloud.changes.first == "glue:CreateJob")
    }
}
