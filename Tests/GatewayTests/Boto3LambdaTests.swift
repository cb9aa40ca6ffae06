import JSONModel
import ServicePorts
import Testing

/// boto3 as Lambda's client.
@Suite struct Boto3LambdaTests {
    @Test func functionsArriveAndAnswer() async throws {
        let lambda = RecordingService(
            "lambda",
            [
                "CreateFunction", "Invoke", "GetFunction", "ListFunctions", "UntagResource", "DeleteFunction",
                "TagResource",
            ]
        ) { request in
            switch request.operation {
            case "CreateFunction": return ServiceResponse(["FunctionName": "f", "CodeSize": 3, "Timeout": 3])
            case "Invoke":
                guard case .bytes(let bytes) = request.body else {
                    throw AWSError("InvalidRequestContentException", "")
                }
                return ServiceResponse(
                    [
                        "StatusCode": 200, "FunctionError": "Unhandled", "LogResult": "bG9n",
                        "ExecutedVersion": "$LATEST",
                    ],
                    body: .bytes(Array("{\"got\":".utf8) + bytes + Array("}".utf8)))
            case "GetFunction":
                throw AWSError("ResourceNotFoundException", "Function not found: arn:x", members: ["Type": "User"])
            case "ListFunctions": return ServiceResponse(["Functions": [["FunctionName": "f"]], "NextMarker": ""])
            default: return ServiceResponse()
            }
        }
        let lines = try await serving([lambda]) { port in
            try await TestPython.run(
                """
                functions = client("lambda")
                show(functions.create_function(FunctionName="f", Runtime="python3.12", Role="arn:aws:iam::000000000000:role/r",
                    Handler="a.b", Code={"ZipFile": b"zip"}, Environment={"Variables": {"A": "1"}}))
                answer = functions.invoke(FunctionName="arn:aws:lambda:eu-west-3:000000000000:function:f", Qualifier="$LATEST",
                    InvocationType="RequestResponse", LogType="Tail", Payload=json.dumps({"é": 1}).encode())
                show([answer["StatusCode"], answer["FunctionError"], answer["LogResult"], json.load(answer["Payload"])])
                show(failure(lambda: functions.get_function(FunctionName="none")))
                show(functions.list_functions(MaxItems=3))
                show(functions.tag_resource(Resource="arn:aws:lambda:eu-west-3:000000000000:function:f", Tags={"a": "b"}))
                show(functions.untag_resource(Resource="arn:aws:lambda:eu-west-3:000000000000:function:f", TagKeys=["a", "b c"]))
                show(failure(lambda: functions.list_layers()))
                """, port: port)
        }
        #expect(lines[0] == ["FunctionName": "f", "CodeSize": 3, "Timeout": 3])
        #expect(lines[1] == [200, "Unhandled", "bG9n", ["got": ["é": 1]]])
        #expect(lines[2]["Code"] == "ResourceNotFoundException")
        #expect(lines[2]["Message"] == "Function not found: arn:x")
        #expect(lines[2]["Status"] == 404)
        #expect(lines[3]["Functions"] == [["FunctionName": "f"]])
        #expect(lines[6]["Code"] == "UnknownOperationException")
        #expect(lines[6]["Message"] == "lambda:ListLayers is not served here.")
        #expect(
            lambda.inputs(of: "Invoke") == [
                [
                    "FunctionName": "arn:aws:lambda:eu-west-3:000000000000:function:f", "Qualifier": "$LATEST",
                    "InvocationType": "RequestResponse", "LogType": "Tail",
                ]
            ])
        #expect(lambda.inputs(of: "CreateFunction").first?["Code"] == ["ZipFile": "emlw"])
        #expect(lambda.inputs(of: "ListFunctions") == [["MaxItems": 3]])
        #expect(lambda.inputs(of: "UntagResource").first?["TagKeys"] == ["a", "b c"])
        #expect(lambda.inputs(of: "TagResource").first?["Tags"] == ["a": "b"])
    }
}
