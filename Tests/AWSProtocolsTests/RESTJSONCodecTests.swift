import JSONModel
import Testing

@testable import AWSProtocols

/// Requests of https://docs.aws.amazon.com/lambda/latest/api/.
@Suite struct RESTJSONCodecTests {
    @Test(arguments: [
        ("POST", "/2015-03-31/functions", "CreateFunction"), ("GET", "/2015-03-31/functions/", "ListFunctions"),
        ("GET", "/2015-03-31/functions/f", "GetFunction"),
        ("GET", "/2015-03-31/functions/f/configuration", "GetFunctionConfiguration"),
        ("PUT", "/2015-03-31/functions/f/code", "UpdateFunctionCode"),
        ("DELETE", "/2015-03-31/functions/f", "DeleteFunction"),
        ("POST", "/2015-03-31/functions/f/invocations", "Invoke"), ("GET", "/2017-03-31/tags/arn%3Aaws", "ListTags"),
        ("POST", "/2015-03-31/functions/f/policy", "AddPermission"),
        ("DELETE", "/2015-03-31/functions/f/policy/s", "RemovePermission"),
    ])
    func requestsFindTheirOperation(_ method: String, _ path: String, _ operation: String) throws {
        guard case .operation(let route) = try Destination.find(WireRequest(method: method, path: path)) else {
            Issue.record("\(path) is no form")
            return
        }
        #expect(route.model.name == "lambda")
        #expect(route.operation.name == operation)
    }

    @Test func labelsAreDecoded() throws {
        let call = try decode(
            WireRequest(
                method: "DELETE",
                path: "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af",
                query: "Qualifier=1"))
        #expect(call.input == ["FunctionName": "arn:aws:lambda:us-east-1:000000000000:function:f", "Qualifier": "1"])
    }

    @Test func bodiesHaveOnlyTheBodysMembers() throws {
        let call = try decode(
            WireRequest(
                method: "PUT", path: "/2015-03-31/functions/f/code",
                body: Array(
                    #"{"FunctionName":"other","S3Bucket":"b-ucket","S3Key":"k","Publish":true,"Unknown":1,"DryRun":null}"#
                        .utf8)))
        #expect(call.input == ["FunctionName": "f", "S3Bucket": "b-ucket", "S3Key": "k", "Publish": true])
    }

    @Test func invocationsAnswerByHeadersAndStatus() throws {
        let response = try encode(
            "lambda", "Invoke",
            ["StatusCode": 202, "FunctionError": "Unhandled", "ExecutedVersion": "1", "LogResult": "bG9n"])
        #expect(response.status == 202)
        #expect(response.body == .payload)
        #expect(response.headers["X-Amz-Function-Error"] == "Unhandled")
        #expect(response.headers["X-Amz-Executed-Version"] == "1")
        #expect(response.headers["X-Amz-Log-Result"] == "bG9n")
        #expect(try encode("lambda", "CreateFunction", ["FunctionName": "f"]).status == 201)
        // API_DeleteFunction: "HTTP/1.1 204".
        #expect(
            try encode("lambda", "DeleteFunction", [:])
                == WireResponse(status: 204, headers: ["x-amzn-RequestId": "req-1"]))
    }

    @Test func errorsCarryTheirTypeInAHeader() throws {
        let response = try encode("lambda", WireFault("ResourceConflictException", "Function already exist: f"))
        #expect(response.status == 409)
        #expect(response.headers["x-amzn-errortype"] == "ResourceConflictException")
        #expect(try JSONValue(parsing: text(response)) == ["Type": "User", "message": "Function already exist: f"])
        #expect(try encode("lambda", WireFault("ServiceException", "x")).status == 500)
        #expect(try encode("lambda", WireFault("TooManyRequestsException", "x")).status == 429)
    }
}
