import AWSProtocols
import AsyncHTTPClient
import JSONModel
import NIOHTTP1
import ServicePorts
import Testing

@testable import Gateway

/// Pages of the web must reach nothing: https://owasp.org/www-community/attacks/csrf, DNS rebinding.
@Suite struct BrowserGuardTests {
    private func isRefused(_ headers: WireHeaders, boundHost: String = "127.0.0.1") -> Bool {
        BrowserGuard(boundHost: boundHost).refusal(headers) != nil
    }

    /// Browsers take 0.0.0.0 for this machine, and send nothing that tells a page's request from a client's.
    @Test func addressesOfAnotherInterfaceAreTakenWhereTheServerListensOnAll() {
        #expect(isRefused(["Host": "10.1.2.3:4566"]))
        #expect(isRefused(["Host": "0.0.0.0:4566"]))
        #expect(!isRefused(["Host": "10.1.2.3:4566"], boundHost: "0.0.0.0"))
        #expect(isRefused(["Host": "0.0.0.0:4566"], boundHost: "::"))
    }

    /// The link of a subscription's confirmation, clicked in a web mailer; its token is a secret.
    @Test func aConfirmationLinkMayBeFollowedFromAnotherSite() {
        let headers: WireHeaders = [
            "Host": "localhost:4566", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate",
        ]
        let guardian = BrowserGuard(boundHost: "127.0.0.1")
        #expect(guardian.refusal(headers, isConfirmation: true) == nil)
        #expect(guardian.refusal(headers) != nil)
        #expect(guardian.refusal(["Host": "localhost", "Sec-Fetch-Site": "cross-site"], isConfirmation: true) != nil)
    }

    @Test(arguments: [
        "localhost", "localhost:4566", "LOCALHOST:1", "bucket.localhost", "bucket.s3.localhost:4566", "127.0.0.1",
        "127.0.0.1:80", "127.1.2.3:4566", "[::1]:4566", "[::1]", "etape.internal:4566",
    ])
    func ownHostsAreTaken(_ host: String) { #expect(!isRefused(["Host": host], boundHost: "etape.internal")) }

    @Test(arguments: [
        "evil.example", "evil.example:4566", "localhost.evil.example", "127.0.0.1.nip.io", "127.0.0.1.evil",
        "localhostx",
        "", ":4566", "256.1.1.1", "1.2.3", "[::1", "[evil]", "localhost:80@evil.example", "a b", "notlocalhost",
        "0x7f.1.1.1",
        "localhost.", "1.2.3.4.",
    ])
    func otherHostsAreRefused(_ host: String) { #expect(isRefused(["Host": host], boundHost: "etape.internal")) }

    @Test func noHostIsRefused() { #expect(isRefused([:])) }

    @Test(arguments: [
        "http://evil.example", "null", "https://localhost:4566.evil.example", "http://localhost:3000",
        "http://127.0.0.1:4566",
        "file://", "",
    ])
    func otherOriginsAreRefused(_ origin: String) {
        #expect(isRefused(["Host": "localhost:4566", "Origin": origin]))
    }

    @Test func ownOriginIsTaken() {
        #expect(!isRefused(["Host": "localhost:4566", "Origin": "http://localhost:4566"]))
        #expect(!isRefused(["Host": "localhost:4566", "Sec-Fetch-Site": "same-origin"]))
        #expect(!isRefused(["Host": "localhost:4566", "Sec-Fetch-Site": "none"]))
    }

    @Test(arguments: ["cross-site", "same-site", "Cross-Site", ""])
    func otherSitesAreRefused(_ site: String) {
        #expect(isRefused(["Host": "localhost:4566", "Sec-Fetch-Site": site]))
    }

    @Test func noRefusedRequestReachesAService() async throws {
        let states = RecordingService("states", ["ListStateMachines"]) { _ in ServiceResponse(["stateMachines": []]) }
        let s3 = MemoryS3()
        let target = ("X-Amz-Target", "AWSStepFunctions.ListStateMachines")
        let answers = try await serving([states, s3]) { port in
            [
                try await ask(port, .POST, "/", [target, ("Host", "evil.example")], body: .bytes(Array("{}".utf8))),
                try await ask(
                    port, .POST, "/", [target, ("Origin", "http://evil.example")], body: .bytes(Array("{}".utf8))),
                try await ask(port, .PUT, "/b/k", [("Sec-Fetch-Site", "cross-site")], body: .bytes([1])),
                try await ask(port, .GET, "/_etape/health", [("Host", "rebound.example:\(port)")]),
                try await ask(port, .POST, "/", [target], body: .bytes(Array("{}".utf8))),
            ]
        }
        #expect(answers.map(\.status) == [403, 403, 403, 403, 200])
        #expect(states.requests.count == 1)
        #expect(s3.keys.isEmpty)
        #expect(answers[0].body.contains("AccessDenied"))
    }
}
