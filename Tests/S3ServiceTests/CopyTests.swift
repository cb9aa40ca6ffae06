import JSONModel
import ServicePorts
import Testing

@testable import S3Service

struct CopyTests {
    private func filled() async throws -> S3Fixture {
        let s3 = try await S3Fixture.make()
        try await s3.put("src/a b", "abc", ["ContentType": "a/b", "Metadata": ["m": "1"], "Tagging": "t=1"])
        return s3
    }

    private func copy(_ input: JSONObject = [:]) -> JSONObject {
        let base: JSONObject = ["Key": "copy", "CopySource": "bucket/src/a%20b"]
        return base.merging(input)
    }

    @Test func aCopyHasAllOfItsSource() async throws {
        let s3 = try await filled()
        let result = try await s3.call("CopyObject", copy()).object("CopyObjectResult")
        #expect(result?["ETag"] == "\"900150983cd24fb0d6963f7d28e17f72\"")
        #expect(result?.double("LastModified") != nil)
        #expect(try await s3.text("copy") == "abc")
        let head = try await s3.call("HeadObject", ["Key": "copy"])
        #expect(head["ContentType"] == "a/b" && head["Metadata"] == ["m": "1"] && head["TagCount"] == 1)
    }

    @Test func directives() async throws {
        let s3 = try await filled()
        let replace: JSONObject = [
            "MetadataDirective": "REPLACE", "ContentType": "c/d", "TaggingDirective": "REPLACE", "Tagging": "u=2&v=3",
        ]
        try await s3.call("CopyObject", copy(replace))
        let head = try await s3.call("HeadObject", ["Key": "copy"])
        #expect(head["ContentType"] == "c/d" && head["Metadata"] == [:] && head["TagCount"] == 2)
        // Without the directive what the request says of the copy does not count.
        try await s3.call("CopyObject", copy(["ContentType": "c/d"]))
        #expect(try await s3.call("HeadObject", ["Key": "copy"])["ContentType"] == "a/b")
    }

    @Test func ontoItself() async throws {
        let s3 = try await filled()
        let itself: JSONObject = ["Key": "src/a b"]
        #expect(try await s3.failure("CopyObject", copy(itself)) == "InvalidRequest 400")
        try await s3.call("CopyObject", copy(["Key": "src/a b", "MetadataDirective": "REPLACE", "ContentType": "c/d"]))
        #expect(try await s3.call("HeadObject", ["Key": "src/a b"])["ContentType"] == "c/d")
        #expect(try await s3.text("src/a b") == "abc")
    }

    @Test func conditionsOnTheSource() async throws {
        let s3 = try await filled()
        let tag = try #require(try await s3.call("HeadObject", ["Key": "src/a b"])["ETag"])
        #expect(try await s3.failure("CopyObject", copy(["CopySourceIfMatch": "\"x\""])) == "PreconditionFailed 412")
        #expect(try await s3.failure("CopyObject", copy(["CopySourceIfNoneMatch": tag])) == "PreconditionFailed 412")
        try await s3.call("CopyObject", copy(["CopySourceIfMatch": tag, "IfNoneMatch": "*"]))
        #expect(try await s3.failure("CopyObject", copy(["IfNoneMatch": "*"])) == "PreconditionFailed 412")
    }

    @Test(arguments: [
        ("none/k", "NoSuchBucket 404"), ("bucket/none", "NoSuchKey 404"), ("bucket", "InvalidArgument 400"),
        ("bucket/", "InvalidArgument 400"), ("", "InvalidArgument 400"), ("bucket/%zz", "InvalidArgument 400"),
        ("bucket/src/a%20b?versionId=1", "NotImplemented 501"), ("../bucket/x", "InvalidBucketName 400"),
        ("arn:aws:s3:us-east-1:1:accesspoint/x/object/k", "NotImplemented 501"),
    ])
    func sourcesThatAreRefused(source: String, failure: String) async throws {
        let s3 = try await filled()
        #expect(try await s3.failure("CopyObject", copy(["CopySource": .string(source)])) == failure)
    }

    @Test(arguments: ["bucket/src/a%20b", "/bucket/src/a b", "bucket%2Fsrc%2Fa%20b", "bucket/src/a%20b?versionId=null"])
    func waysToNameASource(source: String) async throws {
        let s3 = try await filled()
        try await s3.call("CopyObject", copy(["CopySource": .string(source)]))
        #expect(try await s3.text("copy") == "abc")
    }

    @Test func aLargeOneIsCopiedFromItsFile() async throws {
        let s3 = try await S3Fixture.make()
        let text = String(repeating: "0123456789abcdef", count: 100_000)
        let put = try await s3.put("large", text)
        let result = try await s3.call("CopyObject", ["Key": "copy", "CopySource": "bucket/large"])
        #expect(result.object("CopyObjectResult")?["ETag"] == put["ETag"])
        #expect(try await s3.text("copy") == text)
    }
}
