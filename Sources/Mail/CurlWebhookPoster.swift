import CCurl
public import ServicePorts

/// A ``WebhookPoster`` over libcurl: `http:` and `https:` alone, no redirects, certificates verified.
public final class CurlWebhookPoster: WebhookPoster {
    private let timeouts: Timeouts
    private let responseLimit: Int
    private let work = BlockingWork(label: "etape.mail.webhook", limit: 16)

    /// `timeouts`: SNS waits 15 seconds for an endpoint's answer. `responseLimit`: bytes of an answer that are kept.
    public init(timeouts: Timeouts = Timeouts(connect: .seconds(10), total: .seconds(15)), responseLimit: Int = 65_536)
    {
        self.timeouts = timeouts
        self.responseLimit = responseLimit
    }

    public func post(_ request: WebhookRequest) async throws(DeliveryFailure) -> WebhookResponse {
        try Self.check(request)
        let (timeouts, limit) = (timeouts, responseLimit)
        let outcome: Result<WebhookResponse, DeliveryFailure> = await work.run {
            Result { () throws(DeliveryFailure) in try Self.transfer(request, timeouts, limit) }
        }
        return try outcome.get()
    }

    private static func check(_ request: WebhookRequest) throws(DeliveryFailure) {
        let scheme = request.url.prefix { $0 != ":" }.lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw DeliveryFailure("the URL's scheme is not http or https", isPermanent: true)
        }
        guard request.url.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
            throw DeliveryFailure("the URL has characters that a URL has not", isPermanent: true)
        }
        for (name, value) in request.headers {
            guard isToken(name), value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw DeliveryFailure("a header has a line break or a control character", isPermanent: true)
            }
        }
    }

    /// RFC 9110, 5.6.2.
    private static func isToken(_ name: String) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        return !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || marks.contains(byte)
            }
    }

    private static func transfer(
        _ request: WebhookRequest, _ timeouts: Timeouts, _ limit: Int
    ) throws(DeliveryFailure) -> WebhookResponse {
        let transfer = try CurlTransfer()
        try transfer.set(CURLOPT_URL, request.url)
        try transfer.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try transfer.set(CURLOPT_FOLLOWLOCATION, 0)
        try transfer.set(CURLOPT_POST, 1)
        try transfer.set(CURLOPT_POSTFIELDSIZE, request.body.count)
        try transfer.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try transfer.set(timeouts: timeouts)
        if isLoopback(request.url) { try transfer.set(CURLOPT_PROXY, "") }
        try transfer.set(CURLOPT_HTTPHEADER, ["Expect:"] + request.headers.map(line))
        let outcome = try transfer.perform(sending: request.body, keeping: limit)
        // An answer longer than the limit has been given all the same: its status counts.
        guard outcome.code == CURLE_OK || (outcome.overflowed && outcome.status > 0) else {
            throw DeliveryFailure(outcome.text, isPermanent: isPermanent(outcome.code))
        }
        return WebhookResponse(status: outcome.status, body: outcome.body)
    }

    /// curl drops a header that is written with nothing behind its colon; a semicolon sends it empty.
    private static func line(name: String, value: String) -> String { value.isEmpty ? "\(name);" : "\(name): \(value)" }

    private static func isPermanent(_ code: CURLcode) -> Bool {
        [CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_PEER_FAILED_VERIFICATION].contains(code)
    }

    /// A proxy of the environment is for what is elsewhere.
    private static func isLoopback(_ url: String) -> Bool {
        let authority = url.drop { $0 != "/" }.drop { $0 == "/" }.prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@").last.map(String.init)?.lowercased() ?? ""
        return ["localhost", "127.0.0.1", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    }
}
