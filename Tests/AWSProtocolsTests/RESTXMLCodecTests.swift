import JSONModel
import Testing

@testable import AWSProtocols

/// Examples of https://docs.aws.amazon.com/AmazonS3/latest/API/.
@Suite struct RESTXMLCodecTests {
    private func request(
        _ method: String, _ target: String, _ headers: WireHeaders = [:], _ body: String = ""
    ) -> WireRequest {
        WireRequest(method: method, target: target, headers: headers, body: Array(body.utf8))
    }

    @Test(arguments: [
        ("GET", "/", "ListBuckets"), ("PUT", "/b", "CreateBucket"), ("HEAD", "/b", "HeadBucket"),
        ("GET", "/b", "ListObjects"),
        ("GET", "/b/", "ListObjects"), ("GET", "/b?list-type=2&prefix=a", "ListObjectsV2"),
        ("GET", "/b?location", "GetBucketLocation"), ("GET", "/b?location=", "GetBucketLocation"),
        ("GET", "/b?uploads", "ListMultipartUploads"), ("GET", "/b/k", "GetObject"),
        ("GET", "/b/k?uploadId=1", "ListParts"),
        ("POST", "/b/k?uploads", "CreateMultipartUpload"), ("PUT", "/b/k?partNumber=1&uploadId=2", "UploadPart"),
        ("POST", "/b/k?uploadId=1", "CompleteMultipartUpload"), ("DELETE", "/b/k?uploadId=1", "AbortMultipartUpload"),
        ("DELETE", "/b/k", "DeleteObject"), ("POST", "/b?delete", "DeleteObjects"),
        ("GET", "/b/k?tagging", "GetObjectTagging"),
        ("PUT", "/b?tagging", "PutBucketTagging"), ("DELETE", "/b?tagging", "DeleteBucketTagging"),
        ("DELETE", "/b", "DeleteBucket"),
        ("GET", "/b?acl", "GetBucketAcl"), ("GET", "/b?versioning", "GetBucketVersioning"),
        ("HEAD", "/b/a/b", "HeadObject"),
        ("PUT", "/b/k?x-id=PutObject", "PutObject"), ("GET", "/b/2015-03-31/functions", "GetObject"),
    ])
    func requestsFindTheirOperation(_ method: String, _ target: String, _ operation: String) throws {
        guard case .operation(let route) = try Destination.find(request(method, target)) else {
            Issue.record("\(target) is no form")
            return
        }
        #expect(route.operation.name == operation)
        #expect(route.model.name == "s3")
    }

    @Test func copiesAreToldByTheirHeader() throws {
        let source: WireHeaders = ["X-Amz-Copy-Source": "/b/other%20key"]
        let copy = try decode(request("PUT", "/b/k", source))
        #expect(copy.operation == "CopyObject")
        #expect(copy.input == ["Bucket": "b", "Key": "k", "CopySource": "/b/other%20key"])
        #expect(try decode(request("PUT", "/b/k?partNumber=2&uploadId=u", source)).operation == "UploadPartCopy")
    }

    @Test(arguments: [
        ("GET", "/b?lifecycle", "s3:GetBucketLifecycleConfiguration"), ("PUT", "/b/k?acl", "s3:PutObjectAcl"),
        ("GET", "/b?policy", "s3:GetBucketPolicy"), ("POST", "/b/k?restore", "s3:RestoreObject"),
        ("POST", "/b/k?select&select-type=2", "s3:SelectObjectContent"),
        ("GET", "/b?versions", "s3:ListObjectVersions"),
    ])
    func whatIsNotServedIsRefusedByName(_ method: String, _ target: String, _ name: String) {
        let failure = #expect(throws: RoutingFailure.self) { try decode(request(method, target)) }
        #expect(failure?.fault.message == "\(name) is not served here.")
    }

    @Test func labelsQueriesAndHeaders() throws {
        let call = try decode(
            request(
                "PUT", "/b/a%2Fb//%C3%A9+%20",
                [
                    "x-amz-meta-A": "1", "X-AMZ-META-b-c": "é", "Content-Length": "5",
                    "Expires": "Thu, 01 Dec 1994 16:00:00 GMT",
                    "x-amz-server-side-encryption-bucket-key-enabled": "true",
                ]))
        #expect(call.input["Key"] == "a/b//é+ ")
        #expect(call.input["Metadata"] == ["a": "1", "b-c": "é"])
        #expect(call.input["ContentLength"] == 5)
        #expect(call.input["Expires"] == "Thu, 01 Dec 1994 16:00:00 GMT")
        #expect(call.input["BucketKeyEnabled"] == true)
        let conditional = try decode(
            request(
                "GET", "/b/k?partNumber=",
                ["If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT", "If-Unmodified-Since": "x"]))
        #expect(conditional.input == ["Bucket": "b", "Key": "k", "IfModifiedSince": 784_111_777])
        let list = try decode(
            request("GET", "/b?list-type=2&prefix=a%2Bb+c&max-keys=10&fetch-owner=true&continuation-token=x%3D"))
        #expect(
            list.input == [
                "Bucket": "b", "Prefix": "a+b c", "MaxKeys": 10, "FetchOwner": true, "ContinuationToken": "x=",
            ])
    }

    @Test(arguments: [
        ("bucket.localhost:4566", "/k", "bucket", "k"), ("bucket.s3.localhost", "/a//b", "bucket", "a//b"),
        ("my.dotted.bucket.s3.eu-west-3.localhost:1", "/k", "my.dotted.bucket", "k"), ("localhost", "/b/k", "b", "k"),
        ("127.0.0.1:4566", "/b/k", "b", "k"), ("s3.localhost", "/b/k", "b", "k"),
        ("bucket.localhost", "//k", "bucket", "/k"),
    ])
    func bucketsInHosts(_ host: String, _ path: String, _ bucket: String, _ key: String) throws {
        let call = try decode(request("GET", path, ["Host": host]))
        #expect(call.operation == "GetObject")
        #expect(call.input == ["Bucket": .string(bucket), "Key": .string(key)])
    }

    @Test func completeMultipartUploadOfTheAPIReference() throws {
        let call = try decode(
            request(
                "POST", "/example-bucket/example-object?uploadId=AAAsb2", [:],
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                  <Part><PartNumber>1</PartNumber><ETag>"a54357aff0632cce46d942af68356b38"</ETag></Part>
                  <Part><PartNumber>2</PartNumber><ETag>&quot;0c78aef83f66abc1fa1e8477f296d394&quot;</ETag></Part>
                </CompleteMultipartUpload>
                """))
        #expect(
            call.input["MultipartUpload"] == [
                "Parts": [
                    ["ETag": "\"a54357aff0632cce46d942af68356b38\"", "PartNumber": 1],
                    ["ETag": "\"0c78aef83f66abc1fa1e8477f296d394\"", "PartNumber": 2],
                ]
            ])
    }

    @Test func deleteOfTheAPIReference() throws {
        let call = try decode(
            request(
                "POST", "/b?delete", [:],
                "<Delete><Object><Key>sample1.txt</Key></Object><Object><Key> a&#13;&lt;b </Key></Object><Quiet>true</Quiet></Delete>"
            ))
        #expect(call.input["Delete"] == ["Objects": [["Key": "sample1.txt"], ["Key": " a\r<b "]], "Quiet": true])
    }

    @Test func listBucketResultOfTheAPIReference() throws {
        let response = try encode(
            "s3", "ListObjectsV2",
            [
                "IsTruncated": false,
                "Contents": [
                    [
                        "Key": "my-image.jpg", "LastModified": 1_255_369_830, "ETag": "\"fba9\"", "Size": 434_234,
                        "StorageClass": "STANDARD",
                    ]
                ], "Name": "bucket", "Prefix": "", "MaxKeys": 1000, "KeyCount": 1,
                "CommonPrefixes": [["Prefix": "a&b/"], ["Prefix": "c/"]],
            ])
        // 12 October 2009, 17:50:30 GMT as in API_ListObjectsV2's sample.
        #expect(
            text(response) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false</IsTruncated>"
                + "<Contents><Key>my-image.jpg</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified>"
                + "<ETag>&quot;fba9&quot;</ETag><Size>434234</Size><StorageClass>STANDARD</StorageClass></Contents>"
                + "<Name>bucket</Name><Prefix></Prefix><MaxKeys>1000</MaxKeys><CommonPrefixes><Prefix>a&amp;b/</Prefix>"
                + "</CommonPrefixes><CommonPrefixes><Prefix>c/</Prefix></CommonPrefixes><KeyCount>1</KeyCount></ListBucketResult>"
        )
    }

    @Test func getObjectOfTheAPIReference() throws {
        let response = try encode(
            "s3", "GetObject",
            [
                "LastModified": 1_255_369_830, "ContentLength": 434_234, "ContentType": "text/plain",
                "Metadata": ["a": "b"],
            ])
        #expect(response.body == .payload)
        #expect(response.headers["last-modified"] == "Mon, 12 Oct 2009 17:50:30 GMT")
        #expect(response.headers["content-type"] == "text/plain")
        #expect(response.headers["x-amz-meta-a"] == "b")
        #expect(response.headers["x-amz-request-id"] == "req-1")
        #expect(try encode("s3", "DeleteObject", [:]).status == 204)
        #expect(try encode("s3", "GetObject", [:], status: 206).status == 206)
    }

    @Test func payloadsThatAreStructuresAreTheBody() throws {
        let response = try encode(
            "s3", "CopyObject", ["CopyObjectResult": ["ETag": "\"e\""], "CopySourceVersionId": "v"])
        #expect(
            text(response).hasSuffix(
                "<CopyObjectResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><ETag>&quot;e&quot;</ETag></CopyObjectResult>"
            ))
        #expect(response.headers["x-amz-copy-source-version-id"] == "v")
        let acl = try encode(
            "s3", "GetBucketAcl",
            ["Grants": [["Grantee": ["Type": "CanonicalUser", "ID": "i"], "Permission": "FULL_CONTROL"]]])
        #expect(
            text(acl).contains(
                "<AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                    + "xsi:type=\"CanonicalUser\"><ID>i</ID></Grantee>"))
    }

    @Test func errorsOfTheAPIReference() throws {
        let response = try encode("s3", WireFault("NoSuchKey", "The resource you requested does not exist"))
        #expect(response.status == 404)
        #expect(
            text(response)
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The resource "
                + "you requested does not exist</Message><Resource>/b/k</Resource><RequestId>req-1</RequestId></Error>")
        #expect(try encode("s3", WireFault("PreconditionFailed", "")).status == 412)
        #expect(try encode("s3", WireFault("NoSuchTagSet", "")).status == 404)
        #expect(try encode("s3", WireFault("InvalidRange", "")).status == 416)
    }

    @Test(arguments: [
        "<Delete><Object>", "", "<Delete/><x/>", "no", "<!DOCTYPE a [<!ENTITY b \"c\">]><Delete>&b;</Delete>",
        "<Delete><Quiet>maybe</Quiet></Delete>",
    ])
    func malformedBodiesAreRefused(_ body: String) {
        let fault = #expect(throws: WireFault.self) { try decode(request("POST", "/b?delete", [:], body)) }
        #expect(fault?.code == (body.isEmpty ? "InvalidRequest" : "MalformedXML"))
    }

    @Test func malformedEscapesAreRefused() {
        #expect(throws: WireFault.self) { try decode(request("GET", "/b/%zz")) }
        #expect(throws: WireFault.self) { try decode(request("GET", "/b/%ff")) }
        #expect(throws: RoutingFailure.self) { try decode(request("GET", "/b?prefix=%f")) }
    }
}
