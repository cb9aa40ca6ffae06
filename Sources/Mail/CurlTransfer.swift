import CCurl
import ServicePorts

/// One transfer of libcurl, from its options to its outcome. Used by one thread.
final class CurlTransfer {
    private let handle: UnsafeMutableRawPointer
    private let message: UnsafeMutablePointer<CChar>
    private var lists: [UnsafeMutablePointer<curl_slist>] = []

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init() throws(DeliveryFailure) {
        guard Self.isReady, let handle = curl_easy_init() else {
            throw DeliveryFailure("libcurl did not start", isPermanent: false)
        }
        self.handle = handle
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try check(etape_curl_set_buffer(handle, CURLOPT_ERRORBUFFER, message))
        // Signals are the process's, not a library's.
        try set(CURLOPT_NOSIGNAL, 1)
    }

    deinit {
        curl_easy_cleanup(handle)
        for list in lists { curl_slist_free_all(list) }
        message.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) throws(DeliveryFailure) {
        try check(etape_curl_set_long(handle, option, value))
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) throws(DeliveryFailure) {
        guard !value.utf8.contains(0) else { throw DeliveryFailure("a NUL in an option", isPermanent: true) }
        try check(value.withCString { etape_curl_set_string(handle, option, $0) })
    }

    func set(_ option: CURLoption, _ values: [String]) throws(DeliveryFailure) {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values { list = curl_slist_append(list, value) }
        guard let list else { return }
        lists.append(list)
        try check(etape_curl_set_list(handle, option, list))
    }

    func set(timeouts: Timeouts) throws(DeliveryFailure) {
        try set(CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.wholeMilliseconds)
        try set(CURLOPT_TIMEOUT_MS, timeouts.total.wholeMilliseconds)
    }

    /// Sends `bytes` as an upload, keeps at most `limit` bytes of what comes back.
    func perform(sending bytes: [UInt8], keeping limit: Int) throws(DeliveryFailure) -> Outcome {
        let received = UnsafeMutablePointer<UInt8>.allocate(capacity: max(limit, 1))
        defer { received.deallocate() }
        var sink = etape_curl_sink(bytes: received, capacity: limit, count: 0, overflowed: false)
        let code = bytes.withUnsafeBufferPointer { buffer in
            var source = etape_curl_source(bytes: buffer.baseAddress, count: buffer.count, position: 0)
            return withUnsafeMutablePointer(to: &source) { source in
                withUnsafeMutablePointer(to: &sink) { sink in perform(source, sink) }
            }
        }
        return Outcome(
            code: code, status: etape_curl_response_code(handle), text: text(of: code),
            body: Array(UnsafeBufferPointer(start: received, count: sink.count)), overflowed: sink.overflowed)
    }

    private func perform(
        _ source: UnsafeMutablePointer<etape_curl_source>, _ sink: UnsafeMutablePointer<etape_curl_sink>
    ) -> CURLcode {
        var code = etape_curl_set_source(handle, source)
        if code == CURLE_OK { code = etape_curl_set_sink(handle, sink) }
        return code == CURLE_OK ? curl_easy_perform(handle) : code
    }

    private func check(_ code: CURLcode) throws(DeliveryFailure) {
        guard code == CURLE_OK else {
            throw DeliveryFailure("libcurl: \(String(cString: curl_easy_strerror(code)))", isPermanent: true)
        }
    }

    private func text(of code: CURLcode) -> String {
        let detail = String(cString: message)
        return detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    }

    struct Outcome {
        var code: CURLcode
        /// The last reply's code, of HTTP or SMTP; 0 where none came.
        var status: Int
        var text: String
        var body: [UInt8]
        var overflowed: Bool
    }
}

/// How long a transfer may take.
public struct Timeouts: Sendable, Hashable {
    /// Until the connection stands, TLS included.
    public var connect: Duration
    /// All of it.
    public var total: Duration

    public init(connect: Duration = .seconds(10), total: Duration = .seconds(30)) {
        self.connect = connect
        self.total = total
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
