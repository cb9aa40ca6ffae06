import Foundations
import ServicePorts
import Testing

@testable import Mail

@Suite struct SMTPServerTests {
    @Test func urlsAreRead() throws {
        let plain = try SMTPServer(url: "smtp://mail.example.org")
        #expect(plain.port == 25 && plain.startTLS == .opportunistic && plain.credentials == nil)
        let full = try SMTPServer(url: "smtps://us%40er:p%3Ass@mail.example.org/laptop.local?from=a@b.org")
        #expect(full.port == 465 && full.isImplicitTLS && full.sender == "a@b.org")
        #expect(full.credentials?.user == "us@er" && full.credentials?.password == "p:ss")
        #expect(full.transferURL == "smtps://mail.example.org:465/laptop.local")
        #expect(try SMTPServer(url: "smtp://[::1]:2525").transferURL == "smtp://[::1]:2525/")
        #expect(try SMTPServer(url: "smtp://u:p@h").startTLS == .required)
        #expect(try SMTPServer(url: "smtp://h", environment: ["ETAPE_SMTP_FROM": "x@y.org"]).sender == "x@y.org")
    }

    @Test(arguments: [
        "http://h", "smtp://", "mail.example.org", "smtp://h:99999", "smtp://h?starttls=maybe", "smtp://h?tls=1",
        "smtp://h?from=nobody", "smtp://user@h", "smtp://h/a/b", "smtp://h#x", "smtp://h?from=a@b.org%0D%0AX:y",
    ])
    func otherURLsAreRefused(url: String) {
        #expect(throws: SMTPURLError.self) { try SMTPServer(url: url) }
    }

    /// `date -u -d @1700000000 -R`
    @Test func datesAreInternetDates() {
        #expect(Timestamp(milliseconds: 1_700_000_000_000).internetDate == "Tue, 14 Nov 2023 22:13:20 +0000")
        #expect(Timestamp(milliseconds: 0).internetDate == "Thu, 1 Jan 1970 00:00:00 +0000")
    }

    /// RFC 2045, 6.7, rules 1 to 5.
    @Test func quotedPrintableFollowsItsRules() {
        func encode(_ text: String) -> String { String(decoding: QuotedPrintable.encode(text), as: UTF8.self) }
        #expect(encode("a=b") == "a=3Db\r\n")
        #expect(encode("é\u{C}") == "=C3=A9=0C\r\n")
        #expect(encode("end \nnext\t\n") == "end=20\r\nnext=09\r\n")
        #expect(encode(String(repeating: "x", count: 76)) == String(repeating: "x", count: 76) + "\r\n")
        #expect(encode(String(repeating: "x", count: 77)) == String(repeating: "x", count: 75) + "=\r\nxx\r\n")
        #expect(encode("a\rb\r\nc") == "a\r\nb\r\nc\r\n")
    }
}
