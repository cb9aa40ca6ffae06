import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

@testable import S3Service

struct ObjectTests {
    @Test func whatIsPutIsGot() async throws {
        let s3 = try await S3Fixture.make()
        // RFC 1321, appendix A.5: MD5("abc").
        let tag: JSONValue = "\"900150983cd24fb0d6963f7d28e17f72\""
        let put = try await s3.put(
            "k", "abc",
            [
                "ContentType": "text/csv", "CacheControl": "no-cache", "Metadata": ["Owner": "me"],
                "Tagging": "a=1&b%20c=%C3%A9", "ContentEncoding": "gzip,aws-chunked", "Expires": 1_800_000_000,
            ])
        #expect(put["ETag"] == tag)
        #expect(try await s3.text("k") == "abc")
        for operation in ["GetObject", "HeadObject"] {
            let output = try await s3.call(operation, ["Key": "k"])
            #expect(output["ETag"] == tag)
            #expect(output["ContentLength"] == 3)
            #expect(output["ContentType"] == "text/csv")
            #expect(output["CacheControl"] == "no-cache")
            #expect(output["ContentEncoding"] == "gzip")
            #expect(output["Expires"] == 1_800_000_000)
            #expect(output["Metadata"] == ["owner": "me"])
            #expect(output["TagCount"] == 2)
            #expect(output["AcceptRanges"] == "bytes")
        }
        #expect(try await s3.respond("HeadObject", ["Bucket": "bucket", "Key": "k"]).body.announcedCount == 0)
    }

    @Test func aPlainFileHasTheDefaultType() async throws {
        let s3 = try await S3Fixture.make()
        try await s3.put("k", "abc")
        #expect(try await s3.call("HeadObject", ["Key": "k"]).string("ContentType") == "binary/octet-stream")
    }

    @Test func keys() async throws {
        let s3 = try await S3Fixture.make()
        let long = String(repeating: "é", count: 512)
        try await s3.put(long, "x")
        #expect(try await s3.text(long) == "x")
        for operation in ["PutObject", "GetObject", "HeadObject", "DeleteObject", "CreateMultipartUpload"] {
            #expect(try await s3.failure(operation, ["Key": .string(long + "x")]) == "KeyTooLongError 400")
            #expect(try await s3.failure(operation, ["Key": ""]) == "InvalidArgument 400")
        }
        for operation in ["GetObject", "HeadObject", "GetObjectTagging"] {
            #expect(try await s3.failure(operation, ["Key": "none"]) == "NoSuchKey 404")
        }
        #expect(try await s3.call("DeleteObject", ["Key": "none"]) == [:])
    }

    /// RFC 9110, section 14.1.2, and GetObject's page.
    @Test(arguments: [
        ("bytes=0-0", "0", "bytes 0-0/10"), ("bytes=2-5", "2345", "bytes 2-5/10"), ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-3", "789", "bytes 7-9/10"), ("bytes=-30", "0123456789", "bytes 0-9/10"),
        ("bytes=8-100", "89", "bytes 8-9/10"), ("bytes=9-99999999999999999999", "9", "bytes 9-9/10"),
    ])
    func ranges(header: String, text: String, contentRange: String) async throws {
        let s3 = try await S3Fixture.make()
        try await s3.put("k", "0123456789")
        let response = try await s3.respond(
            "GetObject", ["Bucket": "bucket", "Key": "k", "Range": .string(header)])
        #expect(response.httpStatus == 206)
        #expect(response.output.string("ContentRange") == contentRange)
        #expect(response.output.int("ContentLength") == text.utf8.count)
        #expect(try await s3.text("k", ["Range": .string(header)]) == text)
    }

    @Test(arguments: ["bytes=5-2", "bytes=", "bytes=-", "lines=0-1", "bytes=0-1,3-4", "bytes=a-b", "bytes=+1-2"])
    func rangesThatAreNoneCountAsAbsent(header: String) async throws {
        let s3 = try await S3Fixture.make()
        try await s3.put("k", "0123456789")
        #expect(try await s3.text("k", ["Range": .string(header)]) == "0123456789")
    }

    @Test func rangesThatNothingSatisfies() async throws {
        let s3 = try await S3Fixture.make()
        try await s3.put("k", "0123456789")
        try await s3.put("empty", "")
        for (key, header) in [("k", "bytes=10-"), ("k", "bytes=-0"), ("empty", "bytes=0-"), ("empty", "bytes=-1")] {
            let input: JSONObject = ["Key": .string(key), "Range": .string(header)]
            #expect(try await s3.failure("GetObject", input) == "InvalidRange 416")
        }
    }

    @Test func conditionsOfReaders() async throws {
        let s3 = try await S3Fixture.make()
        let tag = try #require(try await s3.put("k", "abc").string("ETag"))
        let modified = try #require(try await s3.call("HeadObject", ["Key": "k"]).double("LastModified"))
        func status(_ input: JSONObject) async throws -> String {
            let named: JSONObject = ["Bucket": "bucket", "Key": "k"]
            do {
                return String(try await s3.respond("GetObject", named.merging(input)).httpStatus ?? 200)
            } catch let error as AWSError {
                return error.code
            }
        }
        #expect(try await status(["IfMatch": .string(tag)]) == "200")
        #expect(try await status(["IfMatch": "\"x\", *"]) == "PreconditionFailed")
        #expect(try await status(["IfNoneMatch": .string(tag)]) == "304")
        #expect(try await status(["IfNoneMatch": "\"x\""]) == "200")
        #expect(try await status(["IfModifiedSince": .double(modified + 1)]) == "304")
        #expect(try await status(["IfModifiedSince": .double(modified - 2)]) == "200")
        #expect(try await status(["IfUnmodifiedSince": .double(modified + 1)]) == "200")
        #expect(try await status(["IfUnmodifiedSince": .double(modified - 2)]) == "PreconditionFailed")
        // GetObject's page: If-Match wins over If-Unmodified-Since, If-None-Match over If-Modified-Since.
        let both: JSONObject = ["IfMatch": .string(tag), "IfUnmodifiedSince": .double(modified - 2)]
        #expect(try await status(both) == "200")
        let none: JSONObject = ["IfNoneMatch": .string(tag), "IfModifiedSince": .double(modified - 2)]
        #expect(try await status(none) == "304")
        #expect(try await s3.failure("GetObject", ["Key": "k", "IfMatch": "\"x\""]) == "PreconditionFailed 412")
    }

    @Test func answersAsTheQueryWantsThem() async throws {
        let s3 = try await S3Fixture.make()
        try await s3.put("k", "abc", ["ContentType": "a/b"])
        let output = try await s3.call(
            "GetObject", ["Key": "k", "ResponseContentType": "c/d", "ResponseContentDisposition": "attachment"])
        #expect(output["ContentType"] == "c/d")
        #expect(output["ContentDisposition"] == "attachment")
    }

    @Test func conditionsOfWriters() async throws {
        let s3 = try await S3Fixture.make()
        let tag = try #require(try await s3.put("k", "1", ["IfNoneMatch": "*"]).string("ETag"))
        #expect(try await s3.failure("PutObject", ["Key": "k", "IfNoneMatch": "*"]) == "PreconditionFailed 412")
        #expect(try await s3.failure("PutObject", ["Key": "k", "IfNoneMatch": "\"x\""]) == "NotImplemented 501")
        #expect(try await s3.failure("PutObject", ["Key": "k", "IfMatch": "\"x\""]) == "PreconditionFailed 412")
        #expect(try await s3.failure("PutObject", ["Key": "new", "IfMatch": .string(tag)]) == "NoSuchKey 404")
        try await s3.put("k", "2", ["IfMatch": .string(tag)])
        #expect(
            try await s3.failure("DeleteObject", ["Key": "k", "IfMatch": .string(tag)]) == "PreconditionFailed 412")
        #expect(try await s3.text("k") == "2")
    }

    /// What is not done is not promised.
    @Test(
        arguments: [
            ["ServerSideEncryption": "aws:kms"], ["SSEKMSKeyId": "k"], ["SSECustomerAlgorithm": "AES256"],
            ["VersionId": "v1"],
            ["ObjectLockMode": "GOVERNANCE"], ["GrantRead": "id=x"], ["StorageClass": "GLACIER"],
            ["ChecksumXXHASH64": "x"],
        ] as [JSONObject])
    func unsupportedMembersAreRefused(member: JSONObject) async throws {
        let s3 = try await S3Fixture.make()
        let named: JSONObject = ["Key": "k"]
        #expect(try await s3.failure("PutObject", named.merging(member)) == "NotImplemented 501")
        #expect(try await s3.failure("HeadObject", ["Key": "k"]) == "NoSuchKey 404")
    }

    @Test func ownersAndLists() async throws {
        let s3 = try await S3Fixture.make()
        let other: JSONObject = ["Key": "k", "ExpectedBucketOwner": "111111111111"]
        #expect(try await s3.failure("PutObject", other) == "AccessDenied 403")
        let list: JSONObject = ["Key": "k", "ACL": "public-read"]
        #expect(try await s3.failure("PutObject", list) == "AccessControlListNotSupported 400")
        let large: JSONObject = ["Key": "k", "Metadata": ["k": .string(String(repeating: "v", count: 2048))]]
        #expect(try await s3.failure("PutObject", large) == "MetadataTooLarge 400")
    }

    @Test func tags() async throws {
        let s3 = try await S3Fixture.make()
        try await s3.put("k", "abc", ["Tagging": "a=1", "ContentType": "a/b"])
        #expect(try await s3.call("GetObjectTagging", ["Key": "k"]) == ["TagSet": [["Key": "a", "Value": "1"]]])
        let tags: JSONValue = ["TagSet": [["Key": "b", "Value": "2"]]]
        try await s3.call("PutObjectTagging", ["Key": "k", "Tagging": tags])
        #expect(try await s3.call("GetObjectTagging", ["Key": "k"]) == tags.objectValue)
        try await s3.call("DeleteObjectTagging", ["Key": "k"])
        #expect(try await s3.call("GetObjectTagging", ["Key": "k"]) == ["TagSet": []])
        #expect(try await s3.call("HeadObject", ["Key": "k"]).string("ContentType") == "a/b")
        let many = (0..<11).map { "k\($0)=v" }.joined(separator: "&")
        #expect(try await s3.failure("PutObject", ["Key": "k", "Tagging": .string(many)]) == "BadRequest 400")
        #expect(try await s3.failure("PutObject", ["Key": "k", "Tagging": "%zz=1"]) == "InvalidArgument 400")
    }

    @Test func manyAreDeletedAtOnce() async throws {
        let s3 = try await S3Fixture.make()
        for key in ["a", "a/b", "c"] { try await s3.put(key, key) }
        let objects: JSONValue = [["Key": "a"], ["Key": "none"], ["Key": "c", "VersionId": "v"], ["Key": "a/b"]]
        let output = try await s3.call("DeleteObjects", ["Delete": ["Objects": objects]])
        #expect(output["Deleted"] == [["Key": "a"], ["Key": "none"], ["Key": "a/b"]])
        #expect(output.array("Errors")?.map { $0["Code"] } == ["NotImplemented"])
        #expect(try await s3.objects.keys(in: "bucket") == ["c"])
        let quiet = try await s3.call("DeleteObjects", ["Delete": ["Objects": [["Key": "c"]], "Quiet": true]])
        #expect(quiet == [:])
        let tooMany = JSONValue.array((0..<1001).map { ["Key": .string("k\($0)")] })
        #expect(try await s3.failure("DeleteObjects", ["Delete": ["Objects": tooMany]]) == "MalformedXML 400")
    }
}
