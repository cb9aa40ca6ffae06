import AWSProtocols
import Foundations
import JSONModel

/// What optimized integrations add to a service's answer: the words of the HTTP response that carried it on AWS.
struct ResponseMetadata {
    var requestID: String
    var time: Timestamp

    func json(of target: IntegrationTarget, _ output: JSONObject) -> JSONObject {
        var headers: JSONObject = [
            "x-amzn-RequestId": .string(requestID), "connection": "keep-alive", "Date": .string(time.rfc822),
        ]
        headers["Content-Type"] = .string(Self.contentTypes[target.service] ?? "application/x-amz-json-1.1")
        // Of services that answer in XML the length is not known here.
        if target.service != "sns" {
            headers["Content-Length"] = .string(String(Self.length(output)))
        }
        return [
            "SdkHttpMetadata": [
                "AllHttpHeaders": .object(JSONObject(headers.map { ($0.key, .array([$0.value])) })),
                "HttpHeaders": .object(headers), "HttpStatusCode": 200,
            ],
            "SdkResponseMetadata": ["RequestId": .string(requestID)],
        ]
    }

    /// AWS writes a time as `1.731666363123E9`: two characters more than the plain number.
    private static func length(_ output: JSONObject) -> Int {
        let times = output.count { $0.key.hasSuffix("Date") && $0.value.numberValue != nil }
        return JSONValue.object(output).serialized().utf8.count + 2 * times
    }

    private static let contentTypes = [
        "states": "application/x-amz-json-1.0", "sqs": "application/x-amz-json-1.0",
        "dynamodb": "application/x-amz-json-1.0", "sns": "text/xml", "lambda": "application/json",
        "batch": "application/json", "eks": "application/json", "mediaconvert": "application/json",
        "databrew": "application/json", "emr-containers": "application/json", "emr-serverless": "application/json",
        "bedrock": "application/json", "bedrock-runtime": "application/json",
    ]
}
