import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

@testable import S3Service

struct BucketTests {
    @Test func aBucketsLife() async throws {
        let s3 = try S3Fixture()
        #expect(try await s3.call("CreateBucket", ["Bucket": "one"]) == ["Location": "/one"])
        // us-east-1 answers 200 to the owner who makes a bucket again.
        #expect(try await s3.call("CreateBucket", ["Bucket": "one"]) == ["Location": "/one"])
        let list = try await s3.call("ListBuckets", [:])
        #expect(list.array("Buckets")?.map { $0["Name"]?.stringValue } == ["one"])
        #expect(list.array("Buckets")?[0]["CreationDate"] == .double(s3.clock.now.seconds))
        #expect(try await s3.call("HeadBucket", ["Bucket": "one"]) == ["BucketRegion": "us-east-1"])
        #expect(try await s3.call("GetBucketLocation", ["Bucket": "one"]) == [:])
        #expect(try await s3.call("GetBucketVersioning", ["Bucket": "one"]) == [:])
        let grants = try await s3.call("GetBucketAcl", ["Bucket": "one"]).array("Grants")
        #expect(grants?[0]["Permission"] == "FULL_CONTROL")
        try await s3.call("PutObject", ["Bucket": "one", "Key": "k"])
        #expect(try await s3.failure("DeleteBucket", ["Bucket": "one"]) == "BucketNotEmpty 409")
        try await s3.call("DeleteObject", ["Bucket": "one", "Key": "k"])
        try await s3.call("DeleteBucket", ["Bucket": "one"])
        #expect(try await s3.failure("HeadBucket", ["Bucket": "one"]) == "NoSuchBucket 404")
        #expect(try await s3.failure("DeleteBucket", ["Bucket": "one"]) == "NoSuchBucket 404")
    }

    @Test func regions() async throws {
        let s3 = try S3Fixture()
        let constraint: JSONObject = ["CreateBucketConfiguration": ["LocationConstraint": "eu-west-3"]]
        let input = constraint.merging(["Bucket": "paris"])
        #expect(try await s3.failure("CreateBucket", input) == "IllegalLocationConstraintException 400")
        try await s3.respond("CreateBucket", input, region: "eu-west-3")
        #expect(try await s3.call("GetBucketLocation", ["Bucket": "paris"]) == ["LocationConstraint": "eu-west-3"])
        await #expect(throws: AWSError.self) {
            try await s3.respond("CreateBucket", ["Bucket": "other"], region: "eu-west-3")
        }
        do {
            try await s3.respond("CreateBucket", input, region: "eu-west-3")
            Issue.record("made twice")
        } catch let error as AWSError {
            #expect(error.code == "BucketAlreadyOwnedByYou")
        }
    }

    /// "General purpose bucket naming rules", S3 User Guide.
    @Test(arguments: [
        "ab", "Abc", "a_b", "a..b", "-ab", "ab-", "192.168.5.4", "xn--abc", "sthree-abc", "abc-s3alias", "abc--ol-s3",
        "",
        "..", "a/b", String(repeating: "a", count: 64), "é-bucket", ".objects",
    ])
    func namesThatAreRefused(name: String) async throws {
        let s3 = try S3Fixture()
        for operation in ["CreateBucket", "ListObjectsV2", "HeadBucket", "DeleteBucket"] {
            #expect(try await s3.failure(operation, ["Bucket": .string(name)]) == "InvalidBucketName 400")
        }
    }

    @Test(arguments: ["abc", "a.b", "1-2", "my-bucket-2026", String(repeating: "a", count: 63), "300.1.1.1"])
    func namesThatAreAllowed(name: String) { #expect(BucketName.isValid(name)) }

    @Test func tags() async throws {
        let s3 = try await S3Fixture.make()
        #expect(try await s3.failure("GetBucketTagging", [:]) == "NoSuchTagSet 404")
        let tags: JSONValue = ["TagSet": [["Key": "team", "Value": "data"]]]
        try await s3.call("PutBucketTagging", ["Tagging": tags])
        #expect(try await s3.call("GetBucketTagging", [:]) == tags.objectValue)
        try await s3.call("DeleteBucketTagging", [:])
        #expect(try await s3.failure("GetBucketTagging", [:]) == "NoSuchTagSet 404")
        let twice: JSONValue = ["TagSet": [["Key": "k", "Value": "1"], ["Key": "k", "Value": "2"]]]
        #expect(try await s3.failure("PutBucketTagging", ["Tagging": twice]) == "InvalidTag 400")
    }

    @Test func bucketsPageByPage() async throws {
        let s3 = try S3Fixture()
        for name in ["aaa", "bbb", "ccc"] { try await s3.call("CreateBucket", ["Bucket": .string(name)]) }
        let first = try await s3.call("ListBuckets", ["MaxBuckets": 2])
        let token = try #require(first.string("ContinuationToken"))
        let second = try await s3.call("ListBuckets", ["MaxBuckets": 2, "ContinuationToken": .string(token)])
        #expect(second.array("Buckets")?.map { $0["Name"]?.stringValue } == ["ccc"])
        #expect(second["ContinuationToken"] == nil)
    }

    @Test func everyOperationNeedsItsBucketAndIsServed() async throws {
        let s3 = try S3Fixture()
        let input: JSONObject = [
            "Bucket": "none", "Key": "k", "UploadId": "u", "PartNumber": 1, "CopySource": "none/k",
            "Tagging": ["TagSet": []], "Delete": ["Objects": [["Key": "k"]]],
        ]
        for operation in s3.service.operations.subtracting(["CreateBucket", "ListBuckets"]) {
            var input = input
            if operation == "CopyObject" { input["Tagging"] = nil }
            if ["PutObject", "CreateMultipartUpload"].contains(operation) { input["Tagging"] = "" }
            #expect(try await s3.failure(operation, input) == "NoSuchBucket 404", "\(operation)")
        }
        #expect(try await s3.failure("GetBucketPolicy", ["Bucket": "none"]) == "UnknownOperationException 501")
    }
}
