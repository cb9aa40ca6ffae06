import EngineTestKit
import JSONModel
import ServicePorts
import Synchronization
import Testing

@testable import LambdaService

struct FunctionTests {
    let bench = Bench()

    @Test func `a function's configuration is what Lambda answers`() async throws {
        let made = try await bench.create("f", ["Environment": ["Variables": ["TOPIC": "t"]], "Timeout": 30])
        let revision = try #require(made.string("RevisionId"))
        // The document of `aws lambda create-function` for a Python function without further options.
        let expected: JSONObject = [
            "FunctionName": "f", "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:f",
            "Runtime": "python3.12", "Role": Bench.role, "Handler": "app.handler", "CodeSize": 3, "Description": "",
            "Timeout": 30, "MemorySize": 128, "LastModified": "2023-11-14T22:13:20.000+0000", "CodeSha256": "sha-3",
            "Version": "$LATEST", "TracingConfig": ["Mode": "PassThrough"], "RevisionId": .string(revision),
            "State": "Active", "LastUpdateStatus": "Successful", "PackageType": "Zip", "Architectures": ["x86_64"],
            "EphemeralStorage": ["Size": 512], "SnapStart": ["ApplyOn": "None", "OptimizationStatus": "Off"],
            "LoggingConfig": ["LogFormat": "Text", "LogGroup": "/aws/lambda/f"],
            "Environment": ["Variables": ["TOPIC": "t"]],
        ]
        #expect(made == expected)
        #expect(try await bench.call("GetFunctionConfiguration", ["FunctionName": "f"]).output == expected)
        let found = try await bench.call("GetFunction", ["FunctionName": "f"]).output
        #expect(found["Configuration"] == .object(expected))
        #expect(found["Code"] == ["RepositoryType": "S3"])
    }

    @Test(arguments: [
        "f", "function:f", "000000000000:function:f", "us-east-1:000000000000:function:f",
        "arn:aws:lambda:us-east-1:000000000000:function:f", "f:$LATEST",
        "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
    ])
    func `a function has many names`(name: String) async throws {
        try await bench.create()
        let found = try await bench.call("GetFunctionConfiguration", ["FunctionName": .string(name)]).output
        #expect(found.string("FunctionName") == "f")
    }

    @Test(arguments: [
        ("g", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:g"),
        ("f:live", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:live"),
        (
            "arn:aws:lambda:us-east-1:111111111111:function:f",
            "Function not found: arn:aws:lambda:us-east-1:111111111111:function:f"
        ),
        (
            "arn:aws:lambda:eu-west-1:000000000000:function:f",
            "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"
        ),
    ])
    func `what is not there`(name: String, message: String) async throws {
        try await bench.create()
        for operation in ["GetFunction", "Invoke", "DeleteFunction", "GetPolicy"] {
            let error = try await bench.error(operation, ["FunctionName": .string(name)])
            #expect(error == AWSError("ResourceNotFoundException", message))
        }
    }

    @Test func `names that are none`() {
        for name in ["", "a/b", "..", "a b", "f:", "arn:aws:s3:::bucket", "f:x:y:z", "arn:aws:lambda"] {
            #expect(FunctionName(name) == nil, "\(name)")
        }
    }

    @Test func `a name is taken once`() async throws {
        try await bench.create()
        let error = await #expect(throws: AWSError.self) { try await bench.create() }
        #expect(error == AWSError("ResourceConflictException", "Function already exist: f"))
    }

    @Test(
        arguments: [
            (["Timeout": 901], "less than or equal to 900"), (["Timeout": 0], "greater than or equal to 1"),
            (["MemorySize": 127], "greater than or equal to 128"),
            (["MemorySize": 10_241], "less than or equal to 10240"),
            (["Runtime": "python9"], "Value python9 at 'runtime'"), (["Handler": "a b"], "at 'handler'"),
            (["Handler": .null], "Runtime and Handler are mandatory"),
            (["Environment": ["Variables": ["AWS_REGION": "x"]]], "Reserved keys used in this request: AWS_REGION"),
            (["Environment": ["Variables": ["1A": "x"]]], "invalid variable: 1A"),
            (["Environment": ["Variables": ["AB": .string(String(repeating: "x", count: 4096))]]], "4KB limit"),
            (["PackageType": "Image"], "PackageType Image is not served here."),
            (["Layers": ["arn:aws:lambda:us-east-1:000000000000:layer:l:1"]], "Layers is not served here."),
            (["Publish": true], "Publish is not served here"), (["Code": [:]], "Please provide a source"),
            (["Code": ["ZipFile": "?"]], "ZipFile is not base64."),
        ] as [(JSONObject, String)])
    func `what Lambda refuses, and what is not served`(input: JSONObject, message: String) async throws {
        let error = await #expect(throws: AWSError.self) { try await bench.create("f", input) }
        #expect(error?.code == "InvalidParameterValueException")
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(try await bench.call("ListFunctions").output["Functions"] == [])
    }

    @Test func `code comes from S3`() async throws {
        let made = try await bench.create("f", ["Code": ["S3Bucket": "b", "S3Key": "code.zip"]])
        #expect(made["CodeSize"] == 4)
        let error = await #expect(throws: AWSError.self) {
            try await bench.create("g", ["Code": ["S3Bucket": "b", "S3Key": "none"]])
        }
        #expect(
            error?.message
                == "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does "
                + "not exist.")
    }

    @Test func `changes give a new revision and end the old environments`() async throws {
        let first = try await bench.create().string("RevisionId")
        let input: JSONObject = ["FunctionName": "f", "Timeout": 9, "RevisionId": .string(first ?? "")]
        let second = try await bench.call("UpdateFunctionConfiguration", input).output
        #expect(second["Timeout"] == 9)
        #expect(second.string("RevisionId") != first)
        #expect(try await bench.error("UpdateFunctionConfiguration", input).code == "PreconditionFailedException")
        let third = try await bench.call("UpdateFunctionCode", ["FunctionName": "f", "ZipFile": "AQIDBA=="]).output
        #expect(third["CodeSha256"] == "sha-4")
        #expect(third["Timeout"] == 9)
        #expect(bench.host.state.withLock { $0.retired.count } == 2)
        try await bench.call("DeleteFunction", ["FunctionName": "f"])
        #expect(try await bench.error("GetFunction", ["FunctionName": "f"]).code == "ResourceNotFoundException")
    }

    @Test func `lists are paged`() async throws {
        for name in ["c", "a", "b"] { try await bench.create(name) }
        let first = try await bench.call("ListFunctions", ["MaxItems": 2]).output
        #expect(first.array("Functions")?.map { $0["FunctionName"] } == ["a", "b"])
        let marker = try #require(first["NextMarker"])
        let second = try await bench.call("ListFunctions", ["MaxItems": 2, "Marker": marker]).output
        #expect(second.array("Functions")?.map { $0["FunctionName"] } == ["c"])
        #expect(second["NextMarker"] == nil)
    }

    @Test func `tags`() async throws {
        try await bench.create("f", ["Tags": ["a": "1"]])
        let resource: JSONValue = "arn:aws:lambda:us-east-1:000000000000:function:f"
        try await bench.call("TagResource", ["Resource": resource, "Tags": ["b": "2"]])
        try await bench.call("UntagResource", ["Resource": resource, "TagKeys": ["a"]])
        #expect(try await bench.call("ListTags", ["Resource": resource]).output == ["Tags": ["b": "2"]])
        #expect(try await bench.call("GetFunction", ["FunctionName": "f"]).output["Tags"] == ["b": "2"])
    }

    @Test func `a resource policy`() async throws {
        try await bench.create()
        let error = try await bench.error("GetPolicy", ["FunctionName": "f"])
        #expect(error == AWSError("ResourceNotFoundException", "The resource you requested does not exist."))
        let permission: JSONObject = [
            "FunctionName": "f", "StatementId": "s", "Action": "lambda:InvokeFunction",
            "Principal": "sns.amazonaws.com", "SourceArn": "arn:aws:sns:us-east-1:000000000000:t",
        ]
        try await bench.call("AddPermission", permission)
        #expect(try await bench.error("AddPermission", permission).code == "ResourceConflictException")
        let text = try await bench.call("GetPolicy", ["FunctionName": "f"]).output.string("Policy")
        // The example of "Using resource-based policies for Lambda" for an SNS topic.
        let expected: JSONValue = [
            "Version": "2012-10-17", "Id": "default",
            "Statement": [
                [
                    "Sid": "s", "Effect": "Allow", "Principal": ["Service": "sns.amazonaws.com"],
                    "Action": "lambda:InvokeFunction",
                    "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f",
                    "Condition": ["ArnLike": ["AWS:SourceArn": "arn:aws:sns:us-east-1:000000000000:t"]],
                ]
            ],
        ]
        #expect(try JSONValue(parsing: text ?? "") == expected)
        try await bench.call("RemovePermission", ["FunctionName": "f", "StatementId": "s"])
        #expect(try await bench.error("GetPolicy", ["FunctionName": "f"]).code == "ResourceNotFoundException")
    }
}
