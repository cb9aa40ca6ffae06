/// RFC 8259's grammar, rule for rule, to judge the parser by. Slow.
struct Grammar {
    private let bytes: [UInt8]
    private var place = 0

    /// Whether they are one JSON text of UTF-8.
    static func accepts(_ bytes: [UInt8]) -> Bool {
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        var grammar = Grammar(bytes: bytes)
        return grammar.whitespace() && grammar.value() && grammar.whitespace() && grammar.place == bytes.count
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ allowed: String) -> Bool {
        guard let byte, allowed.utf8.contains(byte) else { return false }
        place += 1
        return true
    }

    private mutating func whitespace() -> Bool {
        while take(" \t\n\r") {}
        return true
    }

    private mutating func value() -> Bool {
        switch byte {
        case UInt8(ascii: "{"): return members("}") { $0.string() && $0.whitespace() && $0.take(":") && $0.item() }
        case UInt8(ascii: "["): return members("]") { $0.item() }
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default: return number()
        }
    }

    private mutating func item() -> Bool { whitespace() && value() && whitespace() }

    private mutating func members(_ end: String, _ member: (inout Grammar) -> Bool) -> Bool {
        place += 1
        _ = whitespace()
        if take(end) { return true }
        repeat {
            _ = whitespace()
            guard member(&self) else { return false }
        } while take(",")
        return take(end)
    }

    private mutating func word(_ text: String) -> Bool {
        text.allSatisfy { take(String($0)) }
    }

    private mutating func digits() -> Bool {
        guard take("0123456789") else { return false }
        while take("0123456789") {}
        return true
    }

    private mutating func number() -> Bool {
        _ = take("-")
        guard take("0") || digits() else { return false }
        if take(".") { guard digits() else { return false } }
        if take("eE") {
            _ = take("+-")
            guard digits() else { return false }
        }
        return true
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while let byte, byte >= 0x20 {
            place += 1
            if byte == UInt8(ascii: "\"") { return true }
            guard byte == UInt8(ascii: "\\") else { continue }
            if take("u") {
                for _ in 0..<4 { guard take("0123456789abcdefABCDEF") else { return false } }
            } else if !take("\"\\/bfnrt") {
                return false
            }
        }
        return false
    }
}
