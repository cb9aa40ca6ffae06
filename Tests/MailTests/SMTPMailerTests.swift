import Foundations
import JSONModel
import ServicePorts
import Testing

@testable import Mail

private let noon = Timestamp(milliseconds: 1_700_000_000_000)

private func email(
    to: String = "ada@example.org", from: String = "etl@example.org", subject: String = "Done",
    body: String = "Fine.\n",
    name: String? = nil, id: String = "m1@example.org"
) -> Email {
    Email(from: from, fromName: name, to: to, subject: subject, body: body, messageID: id, date: noon)
}

private func failure(_ body: () async throws(DeliveryFailure) -> Void) async -> DeliveryFailure? {
    do {
        try await body()
        return nil
    } catch {
        return error
    }
}

@Suite(.timeLimit(.minutes(2))) struct SMTPMailerTests {
    @Test func textArrivesAsItWasWritten() async throws {
        let server = try await PythonServer(Scripts.smtp, ["plain"])
        let mailer = SMTPMailer(try SMTPServer(url: "smtp://127.0.0.1:\(server.port)?from=etl@example.org"))
        let subject = "Vols été 2013 — terminé ✓ 日本語の件名 🎉, avec bien plus de texte qu'une ligne n'en peut contenir"
        let body =
            "Bonjour,\n\n.une ligne qui commence par un point\n..\n.\n336 776 vols = 100 %, 東京 → Zürich  \n"
            + String(repeating: "é", count: 700) + "\n\ttab et espaces \t \n=C3=A9 reste tel quel\nfin\n"
        try await mailer.send(email(subject: subject, body: body, name: "Étape \"Vols\""))
        let seen = try await server.next()
        print(seen.serialized(pretty: true))
        #expect(seen["subject"]?.stringValue == subject)
        #expect(seen["body"]?.stringValue == body)
        #expect(seen["from"]?.stringValue?.contains("Étape") == true)
        #expect(seen["envelopeFrom"] == "etl@example.org")
        #expect(seen["envelopeTo"] == ["ada@example.org"])
        #expect(seen["to"] == "ada@example.org")
        #expect(seen["messageID"] == "<m1@example.org>")
        #expect(seen["date"] == 1_700_000_000)
        #expect(seen["type"] == "text/plain")
        #expect(seen["ascii"] == true)
        #expect(seen["defects"] == [])
        #expect(try #require(seen["longest"]?.intValue) <= 78)
    }

    @Test func nothingCanStartAHeaderOfItsOwn() async throws {
        let server = try await PythonServer(Scripts.smtp, ["plain"])
        let mailer = SMTPMailer(try SMTPServer(url: "smtp://127.0.0.1:\(server.port)"))
        let attacks = [
            email(subject: "Hi\r\nBcc: eve@example.org"), email(subject: "Hi\nBcc: eve@example.org"),
            email(subject: "Hi\u{2028}Bcc"), email(to: "ada@example.org\r\nRCPT TO:<eve@example.org>"),
            email(to: "ada@example.org>,<eve@example.org"), email(to: "ada@example.org, eve@example.org"),
            email(to: "no address"), email(from: "etl@example.org\r\nX: y"), email(name: "Etl\r\nX: y"),
            email(id: "m1@example.org>\r\nX: y"),
        ]
        for attack in attacks {
            let refusal = await failure { () throws(DeliveryFailure) in try await mailer.send(attack) }
            #expect(refusal?.isPermanent == true, "\(attack)")
        }
        try await mailer.send(email(subject: "=?utf-8?q?taken_literally?=", body: "Bcc: eve@example.org\r\n\r\nbody\n"))
        let seen = try await server.next()
        #expect(seen["subject"] == "=?utf-8?q?taken_literally?=")
        #expect(seen["headers"]?.arrayValue?.contains("bcc") == false)
        #expect(seen["body"] == "Bcc: eve@example.org\n\nbody\n")
    }

    @Test func startTLSAndAuthenticationGoTogether() async throws {
        let certificate = try Certificate()
        let server = try await PythonServer(
            Scripts.smtp, ["starttls", certificate.certificate, certificate.key, "s3cret/:@"])
        let url =
            "smtp://robot:s3cret%2F%3A%40@localhost:\(server.port)?ca=\(certificate.certificate)&from=etl@example.org"
        try await SMTPMailer(try SMTPServer(url: url)).send(email())
        let seen = try await server.next()
        print(seen.serialized())
        #expect(seen["tls"] == true)
        #expect(seen["user"] == "robot")
    }

    @Test func credentialsComeFromTheEnvironmentToo() async throws {
        let certificate = try Certificate()
        let server = try await PythonServer(Scripts.smtp, ["starttls", certificate.certificate, certificate.key, "pw"])
        let environment = ["ETAPE_SMTP_USER": "robot@example.org", "ETAPE_SMTP_PASSWORD": "pw"]
        let settings = try SMTPServer(
            url: "smtp://localhost:\(server.port)?ca=\(certificate.certificate)", environment: environment)
        #expect(settings.sender == "robot@example.org")
        #expect(settings.startTLS == .required)
        try await SMTPMailer(settings).send(email())
        #expect(try await server.next()["user"] == "robot@example.org")
    }

    @Test func aWrongPasswordIsFinalAndIsNotTold() async throws {
        let certificate = try Certificate()
        let server = try await PythonServer(
            Scripts.smtp, ["starttls", certificate.certificate, certificate.key, "right"])
        let mailer = SMTPMailer(
            try SMTPServer(url: "smtp://robot:wr0ng-pass@localhost:\(server.port)?ca=\(certificate.certificate)"))
        let refusal = try #require(await failure { () throws(DeliveryFailure) in try await mailer.send(email()) })
        print(refusal)
        #expect(refusal.isPermanent)
        #expect(!"\(refusal)\(mailer.server)".contains("wr0ng-pass"))
        var dumped = ""
        dump(mailer.server, to: &dumped)
        #expect(!dumped.contains("wr0ng-pass"))
    }

    @Test func aStrangersCertificateIsNotTrusted() async throws {
        let certificate = try Certificate()
        let server = try await PythonServer(Scripts.smtp, ["starttls", certificate.certificate, certificate.key])
        let mailer = SMTPMailer(try SMTPServer(url: "smtp://localhost:\(server.port)?starttls=required"))
        let refusal = try #require(await failure { () throws(DeliveryFailure) in try await mailer.send(email()) })
        #expect(refusal.isPermanent)
        #expect(refusal.reason.lowercased().contains("certificate"))
    }

    @Test func whatMustBeEncryptedIsNotSentInTheClear() async throws {
        let server = try await PythonServer(Scripts.smtp, ["plain"])
        let strict = SMTPMailer(try SMTPServer(url: "smtp://127.0.0.1:\(server.port)?starttls=required"))
        let refusal = await failure { () throws(DeliveryFailure) in try await strict.send(email(subject: "secret")) }
        #expect(refusal?.isPermanent == true)
        let lenient = SMTPMailer(try SMTPServer(url: "smtp://127.0.0.1:\(server.port)?starttls=opportunistic"))
        try await lenient.send(email(subject: "open"))
        let seen = try await server.next()
        #expect(seen["subject"] == "open")
        #expect(seen["tls"] == false)
    }

    @Test func smtpsEncryptsFromTheFirstByte() async throws {
        let certificate = try Certificate()
        let server = try await PythonServer(Scripts.smtp, ["smtps", certificate.certificate, certificate.key])
        let mailer = SMTPMailer(try SMTPServer(url: "smtps://localhost:\(server.port)?ca=\(certificate.certificate)"))
        try await mailer.send(email())
        #expect(try await server.next()["tls"] == true)
    }

    @Test func repliesSayWhetherToTryAgain() async throws {
        let server = try await PythonServer(Scripts.smtp, ["plain"])
        let mailer = SMTPMailer(try SMTPServer(url: "smtp://127.0.0.1:\(server.port)"))
        let gone = await failure { () throws(DeliveryFailure) in try await mailer.send(email(to: "gone@example.org")) }
        let busy = await failure { () throws(DeliveryFailure) in try await mailer.send(email(to: "busy@example.org")) }
        #expect(gone?.isPermanent == true)
        #expect(gone?.reason.contains("550") == true)
        #expect(busy?.isPermanent == false)
        // Port 1 (tcpmux) is closed on any machine that does not serve it.
        let closed = SMTPMailer(try SMTPServer(url: "smtp://127.0.0.1:1"))
        let absent = await failure { () throws(DeliveryFailure) in try await closed.send(email()) }
        #expect(absent?.isPermanent == false)
    }

    @Test func manyMessagesAtOnceAllArrive() async throws {
        let server = try await PythonServer(Scripts.smtp, ["plain"])
        let mailer = SMTPMailer(try SMTPServer(url: "smtp://127.0.0.1:\(server.port)"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 { group.addTask { try await mailer.send(email(subject: "number \(number)")) } }
            try await group.waitForAll()
        }
        var seen: Set<String> = []
        for _ in 0..<20 { seen.insert(try #require(try await server.next()["subject"]?.stringValue)) }
        #expect(seen == Set((0..<20).map { "number \($0)" }))
    }
}
