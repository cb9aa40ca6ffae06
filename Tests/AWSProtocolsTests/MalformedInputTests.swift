import EngineTestKit
import Foundations
import JSONModel
import Testing

@testable import AWSProtocols

/// Requests broken at random are refused or read, and nothing crashes.
@Suite struct MalformedInputTests {
    private static let seeds: [WireRequest] = [
        WireRequest(
            method: "POST", path: "/", headers: ["X-Amz-Target": "AWSGlue.CreateJob"],
            body: Array(#"{"Name":"a","Role":"r","Command":{"Name":"n"},"DefaultArguments":{"a":"b"},"Tags":{}}"#.utf8)),
        form(
            "Action=CreateTopic&Version=2010-03-31&Name=t&Attributes.entry.1.key=a&Attributes.entry.1.value=b&Tags.member.1.Key=k"
        ),
        WireRequest(
            method: "POST", target: "/b/k?uploadId=1", headers: ["Host": "x.localhost", "x-amz-meta-a": "b"],
            body: Array(
                "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;a&quot;</ETag></Part></CompleteMultipartUpload>"
                    .utf8)),
        WireRequest(
            method: "POST", target: "/2015-03-31/functions", headers: ["Content-Type": "application/json"],
            body: Array(
                #"{"FunctionName":"f","Role":"r","Code":{"ZipFile":"AA=="},"Environment":{"Variables":{"a":"b"}}}"#.utf8
            )),
        WireRequest(
            method: "GET", target: "/b?list-type=2&prefix=a%20b&max-keys=3",
            headers: ["Authorization": "AWS4-HMAC-SHA256 Credential=a/2026/eu/s3/aws4_request"]),
    ]

    @Test func nothingCrashes() {
        let random = SeededRandomness(seed: 7)
        var refused = 0
        var read = 0
        for round in 0..<6_000 {
            var request = Self.seeds[round % Self.seeds.count]
            for _ in 0...Int(random.next() % 4) { Self.damage(&request, random) }
            do {
                _ = try decode(request)
                read += 1
            } catch {
                #expect(error is WireFault || error is RoutingFailure)
                if let failure = error as? RoutingFailure { _ = failure.response(requestID: "r") }
                refused += 1
            }
        }
        // Both happen, or the damage tests nothing.
        #expect(refused > 500)
        #expect(read > 500)
    }

    private static func damage(_ request: inout WireRequest, _ random: SeededRandomness) {
        switch random.next() % 6 {
        case 0: request.path = "/" + damaged(Array(request.path.utf8).dropFirst(), random)
        case 1: request.query = damaged(Array(request.query.utf8)[...], random)
        case 2:
            guard let field = request.headers.fields.randomMember(random) else { return }
            request.headers[field.name] = damaged(Array(field.value.utf8)[...], random)
        case 3: request.method = ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH"][Int(random.next() % 6)]
        default: request.body = Array(damagedBytes(request.body[...], random))
        }
    }

    private static func damaged(_ bytes: ArraySlice<UInt8>, _ random: SeededRandomness) -> String {
        String(decoding: damagedBytes(bytes, random), as: UTF8.self)
    }

    private static func damagedBytes(_ bytes: ArraySlice<UInt8>, _ random: SeededRandomness) -> [UInt8] {
        var bytes = Array(bytes)
        let position = bytes.isEmpty ? 0 : Int(random.next() % UInt64(bytes.count))
        switch random.next() % 5 {
        case 0 where !bytes.isEmpty: bytes[position] = UInt8(truncatingIfNeeded: random.next())
        case 1 where !bytes.isEmpty: bytes.remove(at: position)
        case 2: bytes.insert(Array("%&=./<>\"{}[]:;,\\".utf8).randomMember(random) ?? 0, at: position)
        case 3: bytes = Array(bytes[..<position])
        default: bytes.insert(contentsOf: bytes[position...].prefix(20), at: position)
        }
        return bytes
    }
}

extension Array {
    fileprivate func randomMember(_ random: SeededRandomness) -> Element? {
        isEmpty ? nil : self[Int(random.next() % UInt64(count))]
    }
}
