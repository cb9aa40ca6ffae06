import JSONModel
import ServicePorts
import Testing

/// boto3 as S3's client.
@Suite struct Boto3S3Tests {
    static let oddKeys = [
        "plain", "a b", "a+b", "100%", "%41", "é/ü/日本", "a//b", "/lead", "trail/", "q?x=1&y", "semi;colon", "a#b",
        "a'\"b",
        "..a/.b", "<&>",
    ]

    @Test(arguments: ["path", "virtual"]) func objectsComeBackAsTheyWent(_ style: String) async throws {
        let s3 = MemoryS3()
        let lines = try await serving([s3]) { port in
            try await TestPython.run(
                """
                s3 = client("s3", s3={"addressing_style": "\(style)"})
                keys = json.loads('''\(JSONValue.array(Self.oddKeys.map { .string($0) }).serialized()
                    .replacing("\\", with: "\\\\").replacing("'", with: "\\'"))''')
                for key in keys:
                    s3.put_object(Bucket="b", Key=key, Body=key.encode(), Metadata={"origin": "x-" + str(len(key))},
                        ContentType="text/x-odd")
                for key in keys:
                    answer = s3.get_object(Bucket="b", Key=key)
                    show([key, answer["Body"].read().decode(), answer["Metadata"], answer["ContentType"]])
                """, port: port, endpoint: "http://localhost:\(port)")
        }
        #expect(s3.keys == Self.oddKeys.sorted())
        for (key, line) in zip(Self.oddKeys, lines) {
            let length = key.unicodeScalars.count
            #expect(line == [.string(key), .string(key), ["origin": .string("x-\(length)")], "text/x-odd"])
        }
        #expect(lines.count == Self.oddKeys.count)
    }

    @Test func bucketsListsAndErrors() async throws {
        let s3 = MemoryS3()
        let lines = try await serving([s3]) { port in
            try await TestPython.run(
                """
                s3 = client("s3")
                s3.create_bucket(Bucket="b", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
                show(s3.get_bucket_location(Bucket="b"))
                show([bucket["Name"] for bucket in s3.list_buckets()["Buckets"]])
                for key in ["x/1", "x/2 é+"]:
                    s3.put_object(Bucket="b", Key=key, Body=b"12345")
                answer = s3.list_objects_v2(Bucket="b", Prefix="x/", Delimiter="/", MaxKeys=7)
                show([[item["Key"], item["Size"], item["LastModified"].timestamp()] for item in answer["Contents"]])
                show([answer["IsTruncated"], answer["CommonPrefixes"]])
                head = s3.head_object(Bucket="b", Key="x/1")
                show([head["ContentLength"], head["ETag"], head["LastModified"].timestamp()])
                part = s3.get_object(Bucket="b", Key="x/1", Range="bytes=1-2")
                show([part["Body"].read().decode(), part["ContentRange"], part["ResponseMetadata"]["HTTPStatusCode"]])
                show(failure(lambda: s3.get_object(Bucket="b", Key="none")))
                show(failure(lambda: s3.head_object(Bucket="b", Key="none")))
                s3.copy_object(Bucket="b", Key="copy", CopySource={"Bucket": "b", "Key": "x/2 é+"})
                s3.put_object_tagging(Bucket="b", Key="copy", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
                show(s3.get_object_tagging(Bucket="b", Key="copy"))
                show(s3.delete_objects(Bucket="b", Delete={"Objects": [{"Key": "x/1"}, {"Key": "x/2 é+"}]}))
                show(failure(lambda: s3.get_bucket_lifecycle_configuration(Bucket="b")))
                show(failure(lambda: s3.put_object_acl(Bucket="b", Key="copy", ACL="private")))
                """, port: port)
        }
        #expect(lines[0] == ["LocationConstraint": "eu-west-3"])
        #expect(lines[1] == ["b"])
        #expect(lines[2] == [["x/1", 5, 1_700_000_000.5], ["x/2 é+", 5, 1_700_000_000.5]])
        #expect(lines[3] == [false, [["Prefix": "p/"]]])
        #expect(lines[4] == [5, "\"etag\"", 1_700_000_000])
        #expect(lines[5] == ["23", "bytes 1-2/5", 206])
        #expect(lines[6]["Code"] == "NoSuchKey")
        #expect(lines[6]["Key"] == "none")
        #expect(lines[6]["Status"] == 404)
        #expect(lines[7]["Status"] == 404)
        #expect(lines[8] == ["TagSet": [["Key": "a", "Value": "<b>"]]])
        #expect(lines[9]["Deleted"] == [["Key": "x/1"], ["Key": "x/2 é+"]])
        #expect(lines[10]["Code"] == "UnknownOperationException")
        #expect(lines[10]["Message"] == "s3:GetBucketLifecycleConfiguration is not served here.")
        #expect(lines[11]["Message"] == "s3:PutObjectAcl is not served here.")
        #expect(s3.keys == ["copy"])
        #expect(
            s3.inputs(of: "CreateBucket").first?["CreateBucketConfiguration"] == ["LocationConstraint": "eu-west-3"])
        #expect(s3.inputs(of: "PutObjectTagging").first?["Tagging"] == ["TagSet": [["Key": "a", "Value": "b"]]])
        let list = try #require(s3.inputs(of: "ListObjectsV2").first)
        #expect(list["Prefix"] == "x/")
        #expect(list["MaxKeys"] == 7)
    }

    @Test func largeUploadsGoInParts() async throws {
        let s3 = MemoryS3()
        let lines = try await serving([s3]) { port in
            try await TestPython.run(
                """
                import io, hashlib
                from boto3.s3.transfer import TransferConfig
                s3 = client("s3")
                data = bytes(range(256)) * 4096 * 11
                s3.upload_fileobj(io.BytesIO(data), "b", "large", Config=TransferConfig(
                    multipart_threshold=6 << 20, multipart_chunksize=5 << 20, max_concurrency=3))
                show(hashlib.sha256(data).hexdigest() == hashlib.sha256(
                    s3.get_object(Bucket="b", Key="large")["Body"].read()).hexdigest())
                for algorithm in ["CRC32", "SHA1", "SHA256"]:
                    s3.put_object(Bucket="b", Key=algorithm, Body=b"checked", ChecksumAlgorithm=algorithm)
                """, port: port)
        }
        #expect(lines[0] == true)
        #expect(s3.inputs(of: "PutObject").compactMap { $0["ChecksumAlgorithm"] } == ["CRC32", "SHA1", "SHA256"])
        #expect(s3.inputs(of: "PutObject").allSatisfy { $0["Checksum\($0.string("ChecksumAlgorithm") ?? "")"] != nil })
        #expect(s3.inputs(of: "UploadPart").count == 3)
        #expect(s3.inputs(of: "UploadPart").allSatisfy { $0["UploadId"] == "u 1/2" })
        #expect(s3.keys == ["CRC32", "SHA1", "SHA256", "large"])
    }
}
