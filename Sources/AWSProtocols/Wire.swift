/// An HTTP request as a codec sees it: nothing decoded, the body read (or left out where it is an operation's payload).
public struct WireRequest: Sendable, Hashable {
    /// `GET`, in upper case.
    public var method: String
    /// The path as it was sent, percent-encoded, beginning with `/`.
    public var path: String
    /// The query as it was sent, without `?`.
    public var query: String
    public var headers: WireHeaders
    public var body: [UInt8]

    public init(method: String, path: String, query: String = "", headers: WireHeaders = [:], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// Takes a request's target, `/path?query`.
    public init(method: String, target: String, headers: WireHeaders = [:], body: [UInt8] = []) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            method: method, path: String(parts.first ?? "/"), query: parts.count > 1 ? String(parts[1]) : "",
            headers: headers, body: body)
    }
}

/// An HTTP response as a codec makes it.
public struct WireResponse: Sendable, Hashable {
    public enum Body: Sendable, Hashable {
        case bytes([UInt8])
        /// The payload member's own bytes, which the codec never sees.
        case payload
    }

    public var status: Int
    public var headers: WireHeaders
    public var body: Body

    public init(status: Int, headers: WireHeaders = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Header fields in their order; names are compared without regard to case.
public struct WireHeaders: Sendable, Hashable {
    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: String
    }

    public private(set) var fields: [Field] = []

    public init() {}

    /// The first value of a name; setting it replaces all values.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.equalsIgnoringCase(name) }?.value }
        set {
            fields.removeAll { $0.name.equalsIgnoringCase(name) }
            if let newValue { fields.append(Field(name: name, value: newValue)) }
        }
    }

    public mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }
}

extension WireHeaders: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }
}

extension String {
    /// Compares ASCII letters without regard to case.
    func equalsIgnoringCase(_ other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) { $0.asciiLowercased == $1.asciiLowercased }
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
