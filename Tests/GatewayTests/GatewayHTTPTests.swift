import AsyncHTTPClient
import EngineTestKit
import Foundation
import Gateway
import JSONModel
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import ServicePorts
import Testing

/// What the server does as an HTTP server.
@Suite struct GatewayHTTPTests {
    @Test func healthNamesTheServices() async throws {
        let answer = try await serving([MemoryS3(), RecordingService("sts", [])]) {
            try await ask($0, .GET, "/_etape/health")
        }
        #expect(answer.status == 200)
        #expect(try JSONValue(parsing: answer.body) == ["status": "ok", "services": ["s3", "sts"]])
    }

    @Test func unknownServicesAreRefusedByName() async throws {
        let answers = try await serving([]) { port in
            [
                try await ask(port, .POST, "/", [("X-Amz-Target", "DynamoDB_20120810.ListTables")], body: .bytes([])),
                try await ask(
                    port, .POST, "/", [("Content-Type", "application/x-www-form-urlencoded")],
                    body: .bytes(Array("Action=DescribeInstances&Version=2016-11-15".utf8))),
                try await ask(
                    port, .POST, "/", [("Content-Type", "application/x-www-form-urlencoded")],
                    body: .bytes(Array("Action=ListTopics&Version=2010-03-31".utf8))),
                try await ask(port, .POST, "/", [("X-Amz-Target", "AWSStepFunctions.FlyToTheMoon")], body: .bytes([])),
            ]
        }
        #expect(answers.allSatisfy { $0.status == 501 })
        #expect(answers[0].body.contains("\"__type\":\"UnknownOperationException\""))
        #expect(answers[0].body.contains("DynamoDB_20120810.ListTables is not served here."))
        #expect(answers[1].body.contains("<Message>DescribeInstances is not served here.</Message>"))
        #expect(answers[2].body.contains("<Message>sns:ListTopics is not served here.</Message>"))
        #expect(answers[3].body.contains("states:FlyToTheMoon"))
    }

    @Test func bodiesAreLimitedAndFailuresHaveTheirStatus() async throws {
        struct Broken: Error {}
        let states = RecordingService("states", ["ListActivities"]) { _ in throw Broken() }
        let target = ("X-Amz-Target", "AWSStepFunctions.ListActivities")
        let answers = try await serving([states]) { port in
            [
                try await ask(port, .POST, "/", [target], body: .bytes([UInt8](repeating: 0x20, count: 3 << 20))),
                try await ask(port, .POST, "/", [target], body: .bytes(Array("{nonsense".utf8))),
                try await ask(port, .POST, "/", [target], body: .bytes(Array("{}".utf8))),
            ]
        }
        #expect(answers.map(\.status) == [413, 400, 500])
        #expect(answers[1].body.contains("SerializationException"))
        #expect(answers.allSatisfy { $0.headers["x-amzn-requestid"]?.count == 36 })
    }

    @Test func chunkedBodiesAreDecodedAndChecked() async throws {
        let s3 = MemoryS3()
        // CRC32 of "123456789" is CBF43926 (the check value of every CRC-32 table): y/Q5Jg== in base64.
        let good = "4\r\n1234\r\n5\r\n56789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n"
        let bad = good.replacing("y/Q5Jg", with: "AAAAAA")
        let cut = "4\r\n1234\r\n5\r\n567"
        let signed = "9;chunk-signature=00\r\n123456789\r\n0;chunk-signature=00\r\n\r\n"
        let trailer = [
            ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("content-encoding", "gzip,aws-chunked"),
            ("x-amz-trailer", "x-amz-checksum-crc32"), ("x-amz-decoded-content-length", "9"),
        ]
        let plain = [("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")]
        let short = plain + [("x-amz-decoded-content-length", "10")]
        let answers = try await serving([s3]) { port in
            [
                try await ask(port, .PUT, "/b/good", trailer, body: .bytes(Array(good.utf8))),
                try await ask(port, .PUT, "/b/bad", trailer, body: .bytes(Array(bad.utf8))),
                try await ask(port, .PUT, "/b/cut", trailer, body: .bytes(Array(cut.utf8))),
                try await ask(port, .PUT, "/b/signed", plain, body: .bytes(Array(signed.utf8))),
                try await ask(port, .PUT, "/b/short", short, body: .bytes(Array(signed.utf8))),
            ]
        }
        #expect(answers.map(\.status) == [200, 400, 400, 200, 400])
        #expect(answers[1].body.contains("<Code>BadDigest</Code>"))
        #expect(answers[2].body.contains("<Code>IncompleteBody</Code>"))
        #expect(s3.keys == ["good", "signed"])
        #expect(s3.object("good")?.bytes == Array("123456789".utf8))
        #expect(s3.object("signed")?.bytes == Array("123456789".utf8))
        let input = try #require(s3.inputs(of: "PutObject").first)
        #expect(input["ContentEncoding"] == "gzip")
        #expect(input["ContentLength"] == 9)
    }

    @Test func filesAreSentFromAnOffset() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("gateway-\(getpid())-range").path
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        #expect(FileManager.default.createFile(atPath: file, contents: Data(bytes)))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let s3 = RecordingService("s3", ["GetObject", "HeadObject"]) { request in
            let output: JSONObject = [
                "ContentLength": 700_000, "Metadata": ["ok": "1", "bad\r\nname": "x", "line": "a\r\nb"],
            ]
            guard request.operation == "GetObject" else { return ServiceResponse(output) }
            return ServiceResponse(output, body: .file(path: file, offset: 123_456, count: 700_000), httpStatus: 206)
        }
        let (get, head) = try await serving([s3]) { port in
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/b/k")
            let answer = try await HTTPClient.impatient.execute(request, timeout: .seconds(60))
            let body = try await answer.body.collect(upTo: 1 << 24)
            request.method = .HEAD
            let head = try await HTTPClient.impatient.execute(request, timeout: .seconds(60))
            return (Array(body.readableBytesView), head)
        }
        #expect(get == Array(bytes[123_456..<823_456]))
        #expect(head.headers["content-length"] == ["700000"])
        #expect(head.headers["x-amz-meta-ok"] == ["1"])
        #expect(!head.headers.contains(name: "x-amz-meta-line"))
    }

    @Test func shutsDownWhenCancelled() async throws {
        let port = try await serving([]) { port in
            _ = try await ask(port, .GET, "/_etape/health")
            return port
        }
        await #expect(throws: (any Error).self) { try await ask(port, .GET, "/_etape/health") }
    }

    @Test func aGracefulShutdownLetsARequestEnd() async throws {
        let (triggers, continuation) = AsyncStream.makeStream(of: Void.self)
        let sts = RecordingService("sts", ["GetCallerIdentity"]) { _ in
            // The shutdown begins while the request is being answered.
            continuation.yield()
            return ServiceResponse(["Account": "000000000000"])
        }
        let registry = ServiceRegistry()
        registry.register(sts)
        let (ports, portFound) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "gateway-tests")
        let server = GatewayServer(
            services: registry, clock: ManualClock(), random: SeededRandomness(), logger: logger,
            onListening: { portFound.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
        async let ended: Void = group.run()
        var portIterator = ports.makeAsyncIterator()
        let port = try #require(await portIterator.next())
        async let answer = ask(
            port, .POST, "/", [("Content-Type", "application/x-www-form-urlencoded")],
            body: .bytes(Array("Action=GetCallerIdentity&Version=2011-06-15".utf8)))
        var trigger = triggers.makeAsyncIterator()
        await trigger.next()
        await group.triggerGracefulShutdown()
        #expect(try await answer.status == 200)
        try await ended
    }

    @Test func aTakenPortThrows() async throws {
        let failure = try await serving([]) { port in
            await #expect(throws: (any Error).self) { try await serving([], port: port) { $0 } }
        }
        #expect(failure != nil)
    }
}
