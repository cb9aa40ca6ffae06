public import Foundations
import JSONModel

/// Scalars as text, as they stand in labels, queries, headers and XML.
enum ScalarText {
    /// The JSON value of a text; nil where the text is none of the shape's kind.
    static func decode(_ text: String, _ shape: Shape) -> JSONValue? {
        switch shape.kind {
        case .integer, .long: Int(text).map { .int($0) }
        case .float, .double: Double(text).filtered(\.isFinite).map { .double($0) }
        case .boolean: Bool(text).map { .bool($0) }
        case .timestamp: WireTime.read(text).map { .double($0.seconds) }
        case .string, .blob: .string(text)
        case .structure, .list, .map: Optional<JSONValue>.none
        }
    }

    /// A value's text; nil for what has none.
    static func encode(_ value: JSONValue, _ shape: Shape, timestamp: WireTime.Format) -> String? {
        if shape.kind == .timestamp, let time = WireTime.read(value) { return timestamp.write(time) }
        switch value {
        case .string(let text): return text
        case .number(let number): return number.description
        case .bool(let flag): return flag ? "true" : "false"
        case .null, .array, .object: return nil
        }
    }
}

extension Optional {
    fileprivate func filtered(_ condition: (Wrapped) -> Bool) -> Wrapped? { flatMap { condition($0) ? $0 : nil } }
}

/// The timestamp formats of AWS's protocols: https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait
enum WireTime {
    enum Format: String, Sendable {
        case iso8601, rfc822, unixTimestamp

        init(_ reference: Shape.Reference?, _ shape: Shape, usual: Format) {
            self = (reference?.timestampFormat ?? shape.timestampFormat).flatMap(Format.init) ?? usual
        }

        func write(_ time: Timestamp) -> String {
            switch self {
            case .iso8601: time.iso8601
            case .rfc822: time.rfc822
            case .unixTimestamp: JSONValue.double(time.seconds).serialized()
            }
        }
    }

    /// A service's timestamp: epoch seconds, or ISO 8601.
    static func read(_ value: JSONValue) -> Timestamp? {
        if let seconds = value.doubleValue { return time(seconds) }
        return value.stringValue.flatMap(read)
    }

    /// A timestamp in any of the formats.
    static func read(_ text: String) -> Timestamp? {
        if let time = Timestamp(rfc3339: text) ?? Timestamp(rfc822: text) { return time }
        return Double(text).flatMap(time)
    }

    /// Years 1 to 9999.
    private static func time(_ seconds: Double) -> Timestamp? {
        seconds >= -62_135_596_800 && seconds < 253_402_300_800 ? Timestamp(seconds: seconds) : nil
    }
}

extension Timestamp {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    /// `Tue, 24 Nov 2026 13:56:09 GMT` (RFC 9110's IMF-fixdate).
    public var rfc822: String {
        let parts = civil
        let day = Self.day(year: parts.year, month: parts.month, day: parts.day)
        let weekday = Self.weekdays[((day % 7) + 7) % 7]
        let date = "\(pad(parts.day)) \(Self.months[parts.month - 1]) \(pad(parts.year / 100))\(pad(parts.year % 100))"
        return "\(weekday), \(date) \(pad(parts.hour)):\(pad(parts.minute)):\(pad(parts.second)) GMT"
    }

    init?(rfc822 text: String) {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT" || words[5] == "UTC",
            let day = Int(words[1]), let month = Self.months.firstIndex(of: String(words[2])), let year = Int(words[3])
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (1...31).contains(day), (1...9999).contains(year), (0..<24).contains(clock[0]),
            (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        let days = Int64(Self.day(year: year, month: month + 1, day: day))
        self.init(milliseconds: (days * 86_400 + Int64(clock[0] * 3600 + clock[1] * 60 + clock[2])) * 1000)
    }

    private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
