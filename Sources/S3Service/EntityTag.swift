import JSONModel

/// An ETag, which is quoted in headers and bare in the store.
enum EntityTag {
    static func bare(_ text: String) -> String {
        var tag = Substring(text.drop { $0 == " " })
        if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
        if tag.hasPrefix("\""), tag.hasSuffix("\""), tag.count >= 2 { tag = tag.dropFirst().dropLast() }
        return String(tag)
    }

    static func quoted(_ tag: String) -> JSONValue { .string("\"\(tag)\"") }

    /// Whether a header `If-Match` or `If-None-Match`, a list or `*`, names the tag.
    static func list(_ text: String, contains tag: String) -> Bool {
        text == "*" || text.split(separator: ",").contains { bare(String($0.trimmingSpaces)) == tag }
    }
}

extension Substring {
    var trimmingSpaces: Substring {
        var text = drop { $0 == " " }
        while text.last == " " { text = text.dropLast() }
        return text
    }
}

extension EntityTag {
    /// The bytes of hexadecimal digits.
    static func bytes(_ digits: String) -> [UInt8] {
        let values = digits.compactMap(\.hexDigitValue)
        return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }
}
