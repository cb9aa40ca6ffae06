import Crypto
import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Testing

@testable import S3Service

struct UploadTests {
    private static let large = String(repeating: "x", count: S3Service.smallestPart)

    private func begin(_ s3: S3Fixture, _ key: String = "k", _ input: JSONObject = [:]) async throws -> String {
        let named: JSONObject = ["Key": .string(key)]
        return try #require(try await s3.call("CreateMultipartUpload", named.merging(input)).string("UploadId"))
    }

    private func part(_ s3: S3Fixture, _ id: String, _ number: Int, _ text: String) async throws -> JSONObject {
        try await s3.call(
            "UploadPart", ["Key": "k", "UploadId": .string(id), "PartNumber": .int(number)], body: text)
    }

    private func complete(_ id: String, _ parts: [(Int, JSONValue?)], _ input: JSONObject = [:]) -> JSONObject {
        let list = parts.map { JSONValue.object(["PartNumber": .int($0.0), "ETag": $0.1 ?? ""]) }
        let base: JSONObject = [
            "Key": "k", "UploadId": .string(id), "MultipartUpload": ["Parts": .array(list)],
        ]
        return base.merging(input)
    }

    @Test func partsBecomeAnObject() async throws {
        let s3 = try await S3Fixture.make()
        let id = try await begin(s3, "k", ["ContentType": "a/b", "Tagging": "t=1"])
        let second = try await part(s3, id, 7, "end")["ETag"]
        let first = try await part(s3, id, 2, Self.large)["ETag"]
        let listed = try await s3.call("ListParts", ["Key": "k", "UploadId": .string(id)])
        #expect(listed.array("Parts")?.map { $0["PartNumber"] } == [2, 7])
        #expect(listed.array("Parts")?.map { $0["ETag"] } == [first, second])
        #expect(try await s3.failure("HeadObject", ["Key": "k"]) == "NoSuchKey 404")
        let output = try await s3.call("CompleteMultipartUpload", complete(id, [(2, first), (7, second)]))
        // The MD5 of the parts' binary MD5s, computed here from the bytes.
        let digests = [Self.large, "end"].flatMap { Array(Insecure.MD5.hash(data: Array($0.utf8))) }
        let tag = JSONValue.string("\"\(hexadecimal(Insecure.MD5.hash(data: digests)))-2\"")
        #expect(output["ETag"] == tag && output["Key"] == "k" && output["Bucket"] == "bucket")
        #expect(try await s3.text("k") == Self.large + "end")
        let head = try await s3.call("HeadObject", ["Key": "k"])
        #expect(head["ETag"] == tag && head["ContentType"] == "a/b" && head["TagCount"] == 1)
        #expect(try await s3.failure("ListParts", ["Key": "k", "UploadId": .string(id)]) == "NoSuchUpload 404")
        let part = try await s3.respond("GetObject", ["Bucket": "bucket", "Key": "k", "PartNumber": 2])
        #expect(part.httpStatus == 206 && part.output["PartsCount"] == 2 && part.output["ContentLength"] == 3)
        #expect(try await s3.text("k", ["PartNumber": 2]) == "end")
        #expect(try await s3.failure("GetObject", ["Key": "k", "PartNumber": 3]) == "InvalidPartNumber 416")
    }

    @Test func completionsThatAreRefused() async throws {
        let s3 = try await S3Fixture.make()
        let id = try await begin(s3)
        let small = try await part(s3, id, 1, "small")["ETag"]
        let last = try await part(s3, id, 2, "last")["ETag"]
        func failure(_ parts: [(Int, JSONValue?)], _ input: JSONObject = [:]) async throws -> String {
            try await s3.failure("CompleteMultipartUpload", complete(id, parts, input))
        }
        #expect(try await failure([]) == "MalformedXML 400")
        #expect(try await failure([(2, last), (1, small)]) == "InvalidPartOrder 400")
        #expect(try await failure([(1, small), (1, small)]) == "InvalidPartOrder 400")
        #expect(try await failure([(1, last)]) == "InvalidPart 400")
        #expect(try await failure([(3, last)]) == "InvalidPart 400")
        #expect(try await failure([(1, small), (2, last)]) == "EntityTooSmall 400")
        #expect(try await failure([(2, last)], ["MpuObjectSize": 5]) == "InvalidRequest 400")
        #expect(try await failure([(2, last)], ["Key": "other"]) == "NoSuchUpload 404")
        #expect(try await failure([(2, last)], ["UploadId": "../x"]) == "NoSuchUpload 404")
        try await s3.put("k", "there")
        #expect(try await failure([(2, last)], ["IfNoneMatch": "*"]) == "PreconditionFailed 412")
        #expect(try await s3.text("k") == "there")
        try await s3.call("CompleteMultipartUpload", complete(id, [(2, last)]))
        #expect(try await s3.text("k") == "last")
    }

    @Test func partsThatAreRefused() async throws {
        let s3 = try await S3Fixture.make()
        let id = try await begin(s3)
        for number in [0, 10_001] {
            let input: JSONObject = ["Key": "k", "UploadId": .string(id), "PartNumber": .int(number)]
            #expect(try await s3.failure("UploadPart", input) == "InvalidArgument 400")
        }
        let bad: JSONObject = [
            "Key": "k", "UploadId": .string(id), "PartNumber": 1, "ContentMD5": "AAAAAAAAAAAAAAAAAAAAAA==",
        ]
        #expect(try await s3.failure("UploadPart", bad, body: "x") == "BadDigest 400")
        try await s3.call("AbortMultipartUpload", ["Key": "k", "UploadId": .string(id)])
        let gone: JSONObject = ["Key": "k", "UploadId": .string(id), "PartNumber": 1]
        #expect(try await s3.failure("UploadPart", gone) == "NoSuchUpload 404")
        #expect(try await s3.failure("AbortMultipartUpload", gone) == "NoSuchUpload 404")
    }

    @Test func partsAreCopied() async throws {
        let s3 = try await S3Fixture.make()
        try await s3.put("src", "0123456789")
        let id = try await begin(s3)
        func copy(_ range: JSONValue?) -> JSONObject {
            var input: JSONObject = ["Key": "k", "UploadId": .string(id), "PartNumber": 1, "CopySource": "bucket/src"]
            input["CopySourceRange"] = range
            return input
        }
        for range in ["bytes=0-10", "bytes=5-", "bytes=-2", "x"] as [JSONValue] {
            #expect(try await s3.failure("UploadPartCopy", copy(range)) == "InvalidArgument 400")
        }
        let whole = try await s3.call("UploadPartCopy", copy(nil)).object("CopyPartResult")
        // md5sum of "0123456789".
        #expect(whole?["ETag"] == "\"781e5e245d69b566979b86e28d23f2c7\"")
        let piece = try await s3.call("UploadPartCopy", copy("bytes=2-4")).object("CopyPartResult")
        try await s3.call("CompleteMultipartUpload", complete(id, [(1, piece?["ETag"])]))
        #expect(try await s3.text("k") == "234")
    }

    @Test(arguments: ["CRC32", "SHA256", "CRC64NVME"])
    func checksumsOfUploads(algorithm: String) async throws {
        let s3 = try await S3Fixture.make()
        let known = try #require(ChecksumAlgorithm(rawValue: algorithm))
        let id = try await begin(s3, "k", ["ChecksumAlgorithm": .string(algorithm)])
        let first = try await part(s3, id, 1, Self.large)
        let second = try await part(s3, id, 2, "end")
        let values = [Self.large, "end"].map { known.value(of: Array($0.utf8)) }
        #expect(first[known.member] == .string(Base64.encode(values[0])))
        let output = try await s3.call(
            "CompleteMultipartUpload", complete(id, [(1, first["ETag"]), (2, second["ETag"])]))
        let expected =
            known == .crc64nvme
            ? Base64.encode(known.value(of: Array((Self.large + "end").utf8)))
            : Base64.encode(known.value(of: values.flatMap(\.self))) + "-2"
        #expect(output[known.member] == .string(expected))
        #expect(output["ChecksumType"] == (known == .crc64nvme ? "FULL_OBJECT" : "COMPOSITE"))
    }

    @Test func checksumTypesThatDoNotExist() async throws {
        let s3 = try await S3Fixture.make()
        for (algorithm, type) in [("SHA256", "FULL_OBJECT"), ("CRC64NVME", "COMPOSITE")] {
            let input: JSONObject = [
                "Key": "k", "ChecksumAlgorithm": .string(algorithm), "ChecksumType": .string(type),
            ]
            #expect(try await s3.failure("CreateMultipartUpload", input) == "InvalidRequest 400")
        }
    }

    @Test func uploadsAreListed() async throws {
        let s3 = try await S3Fixture.make()
        var ids: [String] = []
        for key in ["b", "a/1", "a/2", "b"] {
            ids.append(try await begin(s3, key))
            s3.clock.advance(by: .seconds(1))
        }
        let all = try await s3.call("ListMultipartUploads", [:])
        #expect(all.array("Uploads")?.map { $0["Key"] } == ["a/1", "a/2", "b", "b"])
        let expected = [ids[1], ids[2], ids[0], ids[3]]
        #expect(all.array("Uploads")?.map { $0["UploadId"]?.stringValue } == expected)
        let rolled = try await s3.call("ListMultipartUploads", ["Delimiter": "/", "MaxUploads": 2])
        #expect(rolled.array("CommonPrefixes") == [["Prefix": "a/"]] && rolled["IsTruncated"] == true)
        #expect(rolled["NextKeyMarker"] == "b" && rolled["NextUploadIdMarker"] == .string(ids[0]))
        let next = try await s3.call(
            "ListMultipartUploads", ["Delimiter": "/", "KeyMarker": "b", "UploadIdMarker": .string(ids[0])])
        #expect(next.array("Uploads")?.map { $0["UploadId"]?.stringValue } == [ids[3]])
        #expect(next["IsTruncated"] == false)
        let prefixed = try await s3.call("ListMultipartUploads", ["Prefix": "a/", "KeyMarker": "a/1"])
        #expect(prefixed.array("Uploads")?.map { $0["Key"] } == ["a/2"])
    }

    @Test func partsPageByPage() async throws {
        let s3 = try await S3Fixture.make()
        let id = try await begin(s3)
        for number in 1...3 { _ = try await part(s3, id, number, "\(number)") }
        let first = try await s3.call("ListParts", ["Key": "k", "UploadId": .string(id), "MaxParts": 2])
        #expect(first["IsTruncated"] == true && first["NextPartNumberMarker"] == 2)
        let next = try await s3.call("ListParts", ["Key": "k", "UploadId": .string(id), "PartNumberMarker": 2])
        #expect(next.array("Parts")?.map { $0["PartNumber"] } == [3] && next["IsTruncated"] == false)
    }
}
