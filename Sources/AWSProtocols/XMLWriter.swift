/// Writes XML text.
struct XMLWriter {
    private(set) var bytes: [UInt8] = []

    mutating func declaration() { append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }

    mutating func start(_ name: String, _ attributes: [(name: String, value: String)] = []) {
        append("<\(name)")
        for (name, value) in attributes {
            append(" \(name)=\"")
            escape(value)
            append("\"")
        }
        append(">")
    }

    mutating func end(_ name: String) { append("</\(name)>") }

    mutating func element(_ name: String, _ text: String) {
        start(name)
        escape(text)
        end(name)
    }

    /// Control characters go as references, as S3 writes keys that have some.
    mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): append("&lt;")
            case UInt8(ascii: ">"): append("&gt;")
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "\""): append("&quot;")
            case 0..<0x20 where byte != 0x0A && byte != 0x09: append("&#x\(String(byte, radix: 16));")
            default: bytes.append(byte)
            }
        }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
