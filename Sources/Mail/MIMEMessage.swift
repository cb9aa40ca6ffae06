import Foundations
import ServicePorts

/// An ``Email`` as the bytes that SMTP carries: RFC 5322 header fields, RFC 2047 encoded words, a quoted-printable
/// UTF-8 body (RFC 2045); lines end with CRLF and hold at most 78 characters.
struct MIMEMessage {
    let bytes: [UInt8]

    /// Refuses what could start a header field of its own.
    init(_ email: Email) throws(DeliveryFailure) {
        try Self.check(email)
        let fields: [(String, String)] = [
            ("Date", email.date.internetDate),
            ("From", Self.mailbox(email.from, name: email.fromName)),
            ("To", email.to),
            ("Subject", EncodedWords.encode(email.subject, after: "Subject: ".utf8.count)),
            ("Message-ID", "<\(email.messageID)>"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "quoted-printable"),
            ("Auto-Submitted", "auto-generated"),
        ]
        let head = fields.map { "\($0.0): \($0.1)\r\n" }.joined()
        bytes = Array((head + "\r\n").utf8) + QuotedPrintable.encode(email.body)
    }

    private static func check(_ email: Email) throws(DeliveryFailure) {
        guard EmailAddress.isValid(email.from) else { throw refused("the sender is not an email address") }
        guard EmailAddress.isValid(email.to) else { throw refused("the recipient is not an email address") }
        guard EmailAddress.isValid(email.messageID) else { throw refused("the message id is malformed") }
        for (name, value) in [("subject", email.subject), ("sender's name", email.fromName ?? "")] {
            guard !value.unicodeScalars.contains(where: isControl) else {
                throw refused("the \(name) has a line break or a control character")
            }
        }
    }

    private static func refused(_ reason: String) -> DeliveryFailure { DeliveryFailure(reason, isPermanent: true) }

    /// C0, DEL, C1 and Unicode's line and paragraph separators.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        default: false
        }
    }

    private static func mailbox(_ address: String, name: String?) -> String {
        guard let name, !name.isEmpty else { return address }
        return EncodedWords.encode(phrase: name, after: "From: ".utf8.count) + "\r\n <\(address)>"
    }
}

extension Timestamp {
    /// `Tue, 14 Nov 2023 22:13:20 +0000` (RFC 5322, 3.3).
    var internetDate: String {
        let parts = civil
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let number = Timestamp.day(year: parts.year, month: parts.month, day: parts.day)
        let day = days[((number % 7) + 7) % 7]
        let time = [parts.hour, parts.minute, parts.second].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day), \(parts.day) \(months[parts.month - 1]) \(parts.year) \(time.joined(separator: ":")) +0000"
    }
}
