import CCurl
public import ServicePorts

/// A ``Mailer`` that speaks SMTP (RFC 5321) through libcurl: one connection a message, STARTTLS or TLS, and the
/// authentication that both sides know. Credentials appear in no error and no description.
public final class SMTPMailer: Mailer {
    public let server: SMTPServer
    private let timeouts: Timeouts
    private let work = BlockingWork(label: "etape.mail.smtp", limit: 4)

    public init(_ server: SMTPServer, timeouts: Timeouts = Timeouts()) {
        self.server = server
        self.timeouts = timeouts
    }

    public var sender: String { server.sender }

    public func send(_ email: Email) async throws(DeliveryFailure) {
        let message = try MIMEMessage(email)
        let (server, timeouts) = (server, timeouts)
        let outcome: Result<Void, DeliveryFailure> = await work.run {
            Result { () throws(DeliveryFailure) in
                try Self.transfer(message.bytes, from: email.from, to: email.to, by: server, timeouts)
            }
        }
        try outcome.get()
    }

    private static func transfer(
        _ bytes: [UInt8], from: String, to: String, by server: SMTPServer, _ timeouts: Timeouts
    ) throws(DeliveryFailure) {
        let transfer = try CurlTransfer()
        try transfer.set(CURLOPT_URL, server.transferURL)
        try transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try transfer.set(CURLOPT_UPLOAD, 1)
        try transfer.set(CURLOPT_MAIL_FROM, "<\(from)>")
        try transfer.set(CURLOPT_MAIL_RCPT, ["<\(to)>"])
        try transfer.set(timeouts: timeouts)
        try transfer.set(CURLOPT_PROXY, "")
        try secure(transfer, server)
        try judge(try transfer.perform(sending: bytes, keeping: 4096), server)
    }

    private static func secure(_ transfer: CurlTransfer, _ server: SMTPServer) throws(DeliveryFailure) {
        let level =
            switch server.startTLS {
            case .required: CURLUSESSL_ALL
            case .opportunistic: CURLUSESSL_TRY
            case .none: CURLUSESSL_NONE
            }
        try transfer.set(CURLOPT_USE_SSL, Int(level.rawValue))
        try transfer.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let authorities = server.authorities { try transfer.set(CURLOPT_CAINFO, authorities) }
        guard let credentials = server.credentials else { return }
        try transfer.set(CURLOPT_USERNAME, credentials.user)
        try transfer.set(CURLOPT_PASSWORD, credentials.password)
    }

    /// A reply of 5yz is final (RFC 5321, 4.2.1), and so is a server that is not who it should be; what a network or
    /// a busy server does is not.
    private static func judge(_ outcome: CurlTransfer.Outcome, _ server: SMTPServer) throws(DeliveryFailure) {
        guard outcome.code != CURLE_OK else { return }
        let final: [CURLcode] = [
            CURLE_LOGIN_DENIED, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE,
        ]
        let isPermanent = final.contains(outcome.code) || (500..<600).contains(outcome.status)
        throw DeliveryFailure("\(server): \(outcome.text)", isPermanent: isPermanent)
    }
}
