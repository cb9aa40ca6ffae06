import EngineTestKit
import JSONModel
import ServicePorts
import StepFunctionsService
import Testing

/// SDK integrations, and optimized ones of services beside Lambda, SNS and Glue.
/// https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
@Suite struct SDKIntegrationTests {
    private func run(_ resource: String, _ parameters: String, _ services: [any Service]) async throws -> JSONObject {
        let world = try World(services: services)
        defer { world.remove() }
        let result = try await world.run(
            #"{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::\#(resource)","#
                + #""Parameters":\#(parameters),"End":true}}}"#)
        await world.end()
        return result
    }

    @Test func resultsArePascalCaseWithTimesAsText() async throws {
        let glue = ScriptedService("glue", ["GetJobRun"]) { _ in
            ServiceResponse([
                "JobRun": [
                    "Id": "jr_1", "StartedOn": 1_704_067_200.12, "Attempt": 0,
                    "Arguments": ["--day": "1", "lower": "2"],
                    "ofNoShape": true,
                ]
            ])
        }
        let result = try await run("aws-sdk:glue:getJobRun", #"{"JobName":"j","RunId":"jr_1"}"#, [glue])
        #expect(
            try JSONValue(parsing: result.string("output") ?? "") == [
                "JobRun": [
                    "Id": "jr_1", "Attempt": 0, "StartedOn": "2024-01-01T00:00:00.120Z",
                    "Arguments": ["--day": "1", "lower": "2"],
                ]
            ])
    }

    /// The API's own members are in camelCase.
    @Test func parametersAndResultsOfLogs() async throws {
        let logs = ScriptedService("logs", ["DescribeLogGroups"]) { _ in
            ServiceResponse(["logGroups": [["logGroupName": "/a", "storedBytes": 1]]])
        }
        let result = try await run(
            "aws-sdk:cloudwatchlogs:describeLogGroups", #"{"LogGroupNamePrefix":"/a","Limit":1}"#, [logs])
        #expect(result.string("output") == #"{"LogGroups":[{"LogGroupName":"/a","StoredBytes":1}]}"#)
        #expect(logs.calls.map(\.input) == [["logGroupNamePrefix": "/a", "limit": 1]])
    }

    @Test func bodiesAreText() async throws {
        let objects = ScriptedService("s3", ["GetObject", "PutObject"]) { request in
            ServiceResponse(["ETag": "\"e\""], body: request.operation == "GetObject" ? .bytes([104, 105]) : .none)
        }
        let got = try await run("aws-sdk:s3:getObject", #"{"Bucket":"b","Key":"k"}"#, [objects])
        #expect(try JSONValue(parsing: got.string("output") ?? "") == ["Body": "hi", "ETag": "\"e\""])
        _ = try await run("aws-sdk:s3:putObject", #"{"Bucket":"b","Key":"k","Body":{"a":1}}"#, [objects])
        let put = try #require(objects.calls.last)
        #expect(put.input == ["Bucket": "b", "Key": "k"])
        guard case .bytes(let body) = put.body else { return #expect(Bool(false), "no body") }
        #expect(String(decoding: body, as: UTF8.self) == #"{"a":1}"#)
    }

    /// The developer guide: an object in the place of a body that is too large for a state.
    @Test func whatIsTooLargeForAStateIsRefused() async throws {
        let objects = ScriptedService("s3", ["GetObject"]) { _ in
            ServiceResponse(
                body: .stream(
                    PayloadStream { stream in
                        for _ in 0..<5 { stream.yield([UInt8](repeating: 65, count: 65_536)) }
                        stream.finish()
                    }, count: nil))
        }
        let result = try await run("aws-sdk:s3:getObject", #"{"Bucket":"b","Key":"k"}"#, [objects])
        #expect(result.string("error") == "States.DataLimitExceeded")
    }

    @Test(arguments: [
        (
            "aws-sdk:glue:getJob", #"{"JobName":"x"}"#, "glue", "GetJob", "EntityNotFoundException",
            "Glue.EntityNotFoundException"
        ),
        ("aws-sdk:s3:getObject", #"{"Bucket":"b","Key":"k"}"#, "s3", "GetObject", "NoSuchKey", "S3.NoSuchKeyException"),
        (
            "aws-sdk:iam:getRole", #"{"RoleName":"r"}"#, "iam", "GetRole", "NoSuchEntityException",
            "Iam.NoSuchEntityException"
        ),
        (
            "aws-sdk:cloudwatchlogs:createLogGroup", #"{"LogGroupName":"g"}"#, "logs", "CreateLogGroup",
            "ResourceAlreadyExistsException", "CloudWatchLogs.ResourceAlreadyExistsException"
        ),
        (
            "aws-sdk:rds:describeDBInstances", #"{"DbInstanceIdentifier":"d"}"#, "rds", "DescribeDBInstances",
            "DBInstanceNotFoundFault", "Rds.DbInstanceNotFoundException"
        ),
        (
            "dynamodb:getItem", #"{"TableName":"t","Key":{"a":{"S":"x"}}}"#, "dynamodb", "GetItem",
            "ResourceNotFoundException", "DynamoDB.ResourceNotFoundException"
        ),
    ])
    func errorNames(
        _ resource: String, _ parameters: String, _ service: String, _ operation: String, _ code: String, _ name: String
    ) async throws {
        let failing = ScriptedService(service, [operation]) { _ in throw AWSError(code, "no") }
        let result = try await run(resource, parameters, [failing])
        #expect(failing.calls.count == 1)
        #expect(result.string("error") == name)
        #expect(result.string("cause")?.hasPrefix("no (Service: ") == true)
    }

    @Test func parametersThatTheOperationDoesNotHaveStartNoTask() async throws {
        let glue = ScriptedService("glue", ["GetJob"]) { _ in ServiceResponse() }
        let result = try await run("aws-sdk:glue:getJob", #"{"jobName":"x"}"#, [glue])
        #expect(result.string("error") == "States.Runtime")
        #expect(
            result.string("cause")?.hasSuffix(
                #"The Parameters '{"jobName":"x"}' could not be used to start the Task: [The field "jobName" is not "#
                    + "supported by Step Functions, The field 'JobName' is required but was missing]") == true)
        #expect(glue.calls.isEmpty)
    }

    /// Works the day the service registers, and fails by name until then.
    @Test func anOptimizedIntegrationOfAnyService() async throws {
        let parameters = #"{"TaskDefinition":"t","Overrides":{"ContainerOverrides":[{"Name":"c","Command":["x"]}]}}"#
        let absent = try await run("ecs:runTask", parameters, [])
        #expect(absent.string("status") == "FAILED")
        #expect(absent.string("cause")?.contains("ecs:RunTask is not served here") == true)
        let ecs = ScriptedService("ecs", ["RunTask"]) { _ in
            ServiceResponse(["tasks": [["taskArn": "a", "createdAt": 1.5]], "failures": []])
        }
        let result = try await run("ecs:runTask", parameters, [ecs])
        #expect(
            ecs.calls.map(\.input) == [
                ["taskDefinition": "t", "overrides": ["containerOverrides": [["name": "c", "command": ["x"]]]]]
            ])
        let output = try JSONValue(parsing: result.string("output") ?? "")
        #expect(output["Tasks"] == [["TaskArn": "a", "CreatedAt": 1500]] && output["Failures"] == [])
        #expect(output["SdkHttpMetadata"]?["HttpStatusCode"] == 200)
    }

    @Test(arguments: ["http:invoke", "sqs:sendMessage", "events:putEvents", "batch:submitJob", "eks:call"])
    func whatIsNotServedFailsByName(_ resource: String) async throws {
        let parameters = [
            "sqs:sendMessage": #"{"QueueUrl":"q","MessageBody":{"a":1}}"#,
            "events:putEvents": #"{"Entries":[{"Detail":{"a":1},"DetailType":"t","Source":"s"}]}"#,
            "batch:submitJob": #"{"JobName":"j","JobQueue":"q","JobDefinition":"d"}"#,
        ]
        let result = try await run(resource, parameters[resource] ?? "{}", [])
        #expect(result.string("status") == "FAILED")
        #expect(result.string("cause")?.contains("is not served here") == true)
    }
}
