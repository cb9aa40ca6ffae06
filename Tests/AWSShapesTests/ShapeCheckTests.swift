import AWSShapes
import Foundations
import JSONModel
import Testing

@Suite struct ShapeCheckTests {
    private func problem(
        _ service: String, _ action: String, _ json: JSONValue, strict: Bool = true, naming: ShapeNaming = .sdk
    ) throws -> String? {
        let shapes = try #require(ServiceShapes.named(service))
        let operation = try #require(shapes.operation(action))
        return ShapeCheck(shapes, naming, needsRequired: strict)
            .problem(in: json, structure: operation.output ?? -1)
    }

    @Test func kindsOfMembers() throws {
        #expect(try problem("lambda", "getFunction", ["Configuration": 1]) == "Field 'Configuration' must be an object")
        #expect(
            try problem("lambda", "getFunction", ["Configuration": ["MemorySize": "1"]])
                == "Field 'MemorySize' must be a number")
        #expect(
            try problem("lambda", "getFunction", ["Configuration": ["Layers": ["Arn"]]])
                == "Field 'Layers' must be an object")
        #expect(try problem("lambda", "getFunction", ["Tags": ["a": 1]]) == "Field 'a' must be a string")
        #expect(
            try problem("s3", "listObjectsV2", ["IsTruncated": "yes"]) == "Field 'IsTruncated' must be a boolean")
        #expect(
            try problem("rds", "describeDBInstances", ["DbInstances": [["AllocatedStorage": "x"]]])
                == "Field 'AllocatedStorage' must be a number")
    }

    /// The API reference of Lambda: from 128 to 10240.
    @Test func bounds() throws {
        func memory(_ size: Int) throws -> String? {
            try problem("lambda", "getFunction", ["Configuration": ["MemorySize": .int(size)]])
        }
        #expect(try memory(127) == "Field 'MemorySize' is smaller than the minimum value")
        #expect(try memory(128) == nil && memory(10_240) == nil)
        #expect(try memory(10_241) == "Field 'MemorySize' exceeds the maximum value")
    }

    @Test func whatIsRequired() throws {
        #expect(try problem("sfn", "startExecution", [:]) == "Required field 'ExecutionArn' is missing")
        #expect(
            try problem("sfn", "startExecution", ["ExecutionArn": nil]) == "Required field 'ExecutionArn' is missing")
        #expect(try problem("sfn", "startExecution", [:], strict: false) == nil)
    }

    /// A recursive structure, and keys of a map that no shape names.
    @Test func itemsOfDynamoDB() throws {
        #expect(try problem("dynamodb", "getItem", ["Item": ["a": ["L": [["S": "x"]]]]]) == nil)
        #expect(
            try problem("dynamodb", "getItem", ["Item": ["a": ["L": [["S": 1]]]]]) == "Field 'S' must be a string")
    }

    @Test func resultsOfTheSDK() throws {
        let shapes = try #require(ServiceShapes.named("glue"))
        let output = try #require(shapes.operation("getJobRun")?.output)
        let run: JSONObject = [
            "JobRun": ["Id": "jr", "StartedOn": 1.5, "Arguments": ["--x": "1", "lower": "2"], "unknown": 1]
        ]
        #expect(
            ResultWording(shapes, .sdk).result(run, structure: output)
                == [
                    "JobRun": [
                        "Id": "jr", "StartedOn": "1970-01-01T00:00:01.500Z", "Arguments": ["--x": "1", "lower": "2"],
                    ]
                ])
        #expect(
            ResultWording(shapes, .capitalized).result(run, structure: output)["JobRun"]?["StartedOn"] == 1500)
        let store = try #require(ServiceShapes.named("s3"))
        let head = try #require(store.operation("headObject")?.output)
        #expect(
            ResultWording(store, .sdk).result(["LastModified": 1.9], structure: head)
                == ["LastModified": "1970-01-01T00:00:01Z"])
        #expect(Timestamp(milliseconds: 0).shortISO8601 == "1970-01-01T00:00:00Z")
    }

    @Test func parametersBecomeTheInput() throws {
        let shapes = try #require(ServiceShapes.named("sfn"))
        let input = shapes.operation("startExecution")?.input
        let reading = ParameterReading(
            ["StateMachineArn": "arn", "Input": ["key": 1]], shapes, .sdk, structure: input)
        #expect(reading.problems.isEmpty)
        #expect(reading.input == ["stateMachineArn": "arn", "input": #"{"key":1}"#])
        let wrong = ParameterReading(["Name": "n", "input": "{}"], shapes, .sdk, structure: input)
        #expect(
            wrong.problems == [
                #"The field "input" is not supported by Step Functions"#,
                "The field 'StateMachineArn' is required but was missing",
            ])
    }

    @Test func bytesAndTimesInParameters() throws {
        let store = try #require(ServiceShapes.named("s3"))
        let put = ParameterReading(
            ["Bucket": "b", "Key": "k", "Body": ["a": 1], "Metadata": ["camelCase": "x"]], store, .sdk,
            structure: store.operation("putObject")?.input)
        #expect(put.problems.isEmpty && put.body.map { String(decoding: $0, as: UTF8.self) } == #"{"a":1}"#)
        #expect(put.input["Metadata"] == ["camelCase": "x"] && put.input["Body"] == nil)
        let keys = try #require(ServiceShapes.named("kms"))
        let encrypt = ParameterReading(
            ["KeyId": "k", "Plaintext": "text"], keys, .sdk, structure: keys.operation("encrypt")?.input)
        #expect(encrypt.input == ["KeyId": "k", "Plaintext": "dGV4dA=="])
        let logs = try #require(ServiceShapes.named("glue"))
        let partition = ParameterReading(
            ["DatabaseName": "d", "TableName": "t", "PartitionInput": ["LastAccessTime": "1970-01-01T00:00:02Z"]],
            logs, .sdk, structure: logs.operation("createPartition")?.input)
        #expect(partition.input["PartitionInput"] == ["LastAccessTime": 2])
        let texts = ParameterReading(
            ["FunctionName": "f", "MemorySize": "256", "Publish": "true"],
            try #require(ServiceShapes.named("lambda")), .sdk,
            structure: ServiceShapes.named("lambda")?.operation("updateFunctionCode")?.input)
        #expect(texts.problems == [#"The field "MemorySize" is not supported by Step Functions"#])
        #expect(texts.input == ["FunctionName": "f", "Publish": true])
        let bad = ParameterReading(
            ["DatabaseName": ["x"], "TableName": "t", "PartitionInput": 1], logs, .sdk,
            structure: logs.operation("createPartition")?.input)
        #expect(bad.problems == ["The value of the field 'PartitionInput' has an invalid format"])
    }
}
