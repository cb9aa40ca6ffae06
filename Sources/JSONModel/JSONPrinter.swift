extension JSONValue {
    /// The value as JSON text: compact, or with two spaces of indent a level.
    public func serialized(pretty: Bool = false) -> String {
        String(decoding: serializedBytes(pretty: pretty), as: UTF8.self)
    }

    /// The value as UTF-8 JSON text.
    public func serializedBytes(pretty: Bool = false) -> [UInt8] {
        var printer = JSONPrinter(pretty: pretty)
        printer.print(self, depth: 0)
        return printer.bytes
    }
}

struct JSONPrinter {
    let pretty: Bool
    var bytes: [UInt8] = []

    init(pretty: Bool) { self.pretty = pretty }

    mutating func print(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let number): append(number.description)
        case .string(let text): print(text)
        case .array(let elements): print(elements, depth: depth)
        case .object(let object): print(object, depth: depth)
        }
    }

    private mutating func print(_ elements: [JSONValue], depth: Int) {
        guard !elements.isEmpty else { return append("[]") }
        append("[")
        for (position, element) in elements.enumerated() {
            if position > 0 { append(",") }
            newline(depth + 1)
            print(element, depth: depth + 1)
        }
        newline(depth)
        append("]")
    }

    private mutating func print(_ object: JSONObject, depth: Int) {
        guard !object.isEmpty else { return append("{}") }
        append("{")
        var first = true
        for (key, value) in object {
            if !first { append(",") }
            first = false
            newline(depth + 1)
            print(key)
            append(pretty ? ": " : ":")
            print(value, depth: depth + 1)
        }
        newline(depth)
        append("}")
    }

    private mutating func print(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0x08: append("\\b")
            case 0x0C: append("\\f")
            case 0..<0x20:
                append("\\u00")
                bytes.append(hex(byte >> 4))
                bytes.append(hex(byte & 0xF))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func hex(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }

    private mutating func newline(_ depth: Int) {
        guard pretty else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
