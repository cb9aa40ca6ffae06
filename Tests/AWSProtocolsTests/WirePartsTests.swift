import Foundations
import JSONModel
import Testing

@testable import AWSProtocols

@Suite struct WirePartsTests {
    @Test func percentDecoding() {
        #expect(PercentEncoding.decode("a%20b+c%2B%C3%A9") == "a b+c+é")
        #expect(PercentEncoding.decode("a+b", plusIsSpace: true) == "a b")
        for broken in ["%", "%a", "%zz", "%ff", "%C3"] { #expect(PercentEncoding.decode(broken) == nil) }
        #expect(PercentEncoding.encode("a b/é~") == "a%20b%2F%C3%A9~")
        #expect(PercentEncoding.encode("a/b", keepingSlash: true) == "a/b")
    }

    /// RFC 9110, 5.6.7's example.
    @Test func httpDates() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(Timestamp(rfc822: date)?.seconds == 784_111_777)
        #expect(Timestamp(seconds: 784_111_777).rfc822 == date)
        for broken in [
            "", "Sun, 06 Nov 1994 08:49:37", "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Xyz 1994 08:49:37 GMT",
        ] {
            #expect(Timestamp(rfc822: broken) == nil)
        }
    }

    @Test func timestampsOutOfTheCalendarAreNone() {
        #expect(WireTime.read(.double(1e300)) == nil)
        #expect(WireTime.read(.double(-1e300)) == nil)
        #expect(WireTime.read("1e999") == nil)
        #expect(WireTime.read("nan") == nil)
    }

    /// The example of the SigV4 reference, and a presigned URL's parameter.
    @Test func credentialScopes() {
        let header =
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=fe"
        let scope = CredentialScope(WireRequest(method: "GET", path: "/", headers: ["Authorization": header]))
        #expect(scope?.accessKey == "AKIAIOSFODNN7EXAMPLE")
        #expect(scope?.region == "us-east-1")
        #expect(scope?.service == "s3")
        let query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20130721%2Feu-west-3%2Fs3%2Faws4_request"
        #expect(CredentialScope(WireRequest(method: "GET", path: "/b/k", query: query))?.region == "eu-west-3")
        for broken in [
            "Basic x", "AWS4-HMAC-SHA256 Credential=a/b", "AWS4-HMAC-SHA256 Credential=a/1/../../s3/aws4_request",
        ] {
            #expect(CredentialScope(WireRequest(method: "GET", path: "/", headers: ["Authorization": broken])) == nil)
        }
    }

    /// The check values of "123456789": https://reveng.sourceforge.io/crc-catalogue/
    @Test func checksums() {
        let expected: [CyclicChecksum.Kind: [UInt8]] = [
            .crc32: [0xCB, 0xF4, 0x39, 0x26], .crc32c: [0xE3, 0x06, 0x92, 0x83],
            .crc64nvme: [0xAE, 0x8B, 0x14, 0x86, 0x0A, 0x79, 0x98, 0x88],
        ]
        for (kind, bytes) in expected {
            var checksum = CyclicChecksum(kind)
            checksum.update(Array("1234".utf8))
            checksum.update(Array("56789".utf8))
            #expect(checksum.bytes == bytes)
        }
    }

    /// The example of sigv4-streaming-trailers, its sizes reduced, in pieces of every size.
    @Test func chunksInPiecesOfEverySize() throws {
        let body =
            Array(
                "8;chunk-signature=b474\r\naaaaaaaa\r\n3;chunk-signature=1c1344\r\nbb\r\r\n0;chunk-signature=2ca2\r\n"
                    .utf8) + Array("x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f\r\n\r\n".utf8)
        for size in 1...body.count {
            var chunks = ChunkedBody()
            var data: [UInt8] = []
            for start in stride(from: 0, to: body.count, by: size) {
                data += try chunks.decode(Array(body[start..<min(start + size, body.count)]))
            }
            #expect(data == Array("aaaaaaaabb\r".utf8))
            #expect(chunks.isComplete)
            #expect(chunks.trailers["x-amz-checksum-crc32c"] == "sOO8/Q==")
            #expect(chunks.decodedCount == 11)
        }
    }

    @Test(arguments: ["x\r\n", "-1\r\n", "fffffffff\r\n", "2\r\naaX\r\n", "\r\n", "0\r\nnocolon\r\n"])
    func malformedChunksAreRefused(_ body: String) {
        var chunks = ChunkedBody()
        #expect(throws: WireFault.self) { try chunks.decode(Array(body.utf8)) }
    }

    @Test func patterns() {
        #expect(SimplePattern("[\\w+=,.@-]+")?.matches("a+b@c") == true)
        #expect(SimplePattern("[\\w+=,.@-]+")?.matches("a b") == false)
        #expect(SimplePattern("^[a-z]{2,3}$")?.matches("ab") == true)
        #expect(SimplePattern("^[a-z]{2,3}$")?.matches("abcd") == false)
        #expect(
            SimplePattern("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*")?.matches("é😀\t") == true)
        #expect(SimplePattern("[^:]*")?.matches("a:b") == false)
        for more in ["(a|b)", "a*b", "[a-z&&[^b]]", "\\p{L}", "(?!x)", "[a", "a{", "a++"] {
            #expect(SimplePattern(more) == nil)
        }
    }
}
