import JSONModel
import ServicePorts
import Testing

@testable import Mail

@Suite(.timeLimit(.minutes(2))) struct CurlWebhookPosterTests {
    private let poster = CurlWebhookPoster()

    private func request(
        _ server: PythonServer, _ path: String, _ headers: [(name: String, value: String)] = [], body: String = "{}"
    ) -> WebhookRequest {
        WebhookRequest(url: "http://127.0.0.1:\(server.port)\(path)", headers: headers, body: Array(body.utf8))
    }

    private func failure(_ request: WebhookRequest, by poster: CurlWebhookPoster) async -> DeliveryFailure? {
        do {
            _ = try await poster.post(request)
            return nil
        } catch {
            return error
        }
    }

    @Test func bodyAndHeadersArrive() async throws {
        let server = try await PythonServer(Scripts.http)
        let headers = [
            (name: "Content-Type", value: "text/plain; charset=UTF-8"), (name: "x-amz-sns-message-id", value: "m1"),
        ]
        let body = #"{"text":"été 日本"}"# + String(repeating: "x", count: 300_000)
        let response = try await poster.post(request(server, "/status/200", headers, body: body))
        let seen = try await server.next()
        #expect(response == WebhookResponse(status: 200, body: Array("answer".utf8)))
        #expect(seen["body"]?.stringValue == body)
        #expect(seen["headers"]?["content-type"] == "text/plain; charset=UTF-8")
        #expect(seen["headers"]?["x-amz-sns-message-id"] == "m1")
        #expect(seen["headers"]?["expect"] == nil)
    }

    @Test(arguments: [(200, nil), (204, nil), (404, true), (400, true), (429, false), (500, false), (503, false)])
    func statusesSayWhetherToTryAgain(status: Int, isPermanent: Bool?) async throws {
        let server = try await PythonServer(Scripts.http)
        let response = try await poster.post(request(server, "/status/\(status)"))
        #expect(response.status == status)
        #expect(response.failure?.isPermanent == isPermanent)
    }

    @Test func redirectsAreNotFollowed() async throws {
        let server = try await PythonServer(Scripts.http)
        let response = try await poster.post(request(server, "/redirect"))
        #expect(response.status == 302)
        #expect(response.failure?.isPermanent == true)
        _ = try await poster.post(request(server, "/status/200", body: "second"))
        #expect(try await server.next()["path"] == "/redirect")
        #expect(try await server.next()["body"] == "second")
    }

    @Test func longAnswersAreCut() async throws {
        let server = try await PythonServer(Scripts.http)
        let response = try await CurlWebhookPoster(responseLimit: 1000).post(request(server, "/big"))
        #expect(response.status == 200)
        #expect(response.body.count == 1000)
    }

    @Test func whoDoesNotAnswerIsGivenUp() async throws {
        let server = try await PythonServer(Scripts.http)
        let hasty = CurlWebhookPoster(timeouts: Timeouts(connect: .seconds(5), total: .milliseconds(300)))
        #expect(await failure(request(server, "/silent"), by: hasty)?.isPermanent == false)
    }

    @Test func otherSchemesAndHeaderInjectionAreRefused() async throws {
        let server = try await PythonServer(Scripts.http)
        for url in [
            "file:///etc/passwd", "gopher://127.0.0.1:\(server.port)/", "ftp://h/", "smtp://h", "http://h/a b", "x",
        ] {
            #expect(await failure(WebhookRequest(url: url, body: []), by: poster)?.isPermanent == true, "\(url)")
        }
        for header in [(name: "A", value: "b\r\nC: d"), (name: "A: b\r\nC", value: "d"), (name: "", value: "d")] {
            #expect(await failure(request(server, "/status/200", [header]), by: poster)?.isPermanent == true)
        }
        _ = try await poster.post(request(server, "/status/200", body: "the first to come"))
        #expect(try await server.next()["body"] == "the first to come")
    }

    @Test func textMessagesArePosted() async throws {
        let server = try await PythonServer(Scripts.http)
        let gateway = WebhookSMSGateway(url: "http://127.0.0.1:\(server.port)/status/200", poster: poster)
        try await gateway.send(TextMessage(to: "+33612345678", text: "Terminé ✓", messageID: "m1"))
        let seen = try await server.next()
        #expect(seen["headers"]?["content-type"] == "application/json")
        let document = try JSONValue(parsing: try #require(seen["body"]?.stringValue))
        #expect(document == ["to": "+33612345678", "message": "Terminé ✓", "messageId": "m1"])
        let refusing = WebhookSMSGateway(url: "http://127.0.0.1:\(server.port)/status/400", poster: poster)
        await #expect(throws: DeliveryFailure.self) {
            try await refusing.send(TextMessage(to: "+33612345678", text: "x", messageID: "m2"))
        }
    }
}
