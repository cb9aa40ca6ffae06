/// SQL in tokens, as far as telling quoted text, comments and words apart needs; all text comes out unchanged.
struct SQLLexer {
    enum Kind { case space, literal, word, symbol, opaque }

    struct Token {
        var kind: Kind
        var text: String
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ sql: String) { bytes = Array(sql.utf8) }

    /// The content of a single-quoted literal.
    static func unquoted(_ literal: String) -> String {
        String(literal.dropFirst().dropLast()).replacing("''", with: "'")
    }

    mutating func next() -> Token? {
        guard let byte = at(0) else { return nil }
        let start = position
        let kind = take(byte)
        position = min(position, bytes.count)
        return Token(kind: kind, text: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private func at(_ offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private mutating func take(_ byte: UInt8) -> Kind {
        switch byte {
        case UInt8(ascii: "'"): return quoted(byte) ? .literal : .opaque
        case UInt8(ascii: "\""):
            _ = quoted(byte)
            return .opaque
        case UInt8(ascii: "-") where at(1) == UInt8(ascii: "-"): return lineComment()
        case UInt8(ascii: "/") where at(1) == UInt8(ascii: "*"): return blockComment()
        case UInt8(ascii: "$"): return dollar()
        case 0x20, 0x09, 0x0A, 0x0D, 0x0B, 0x0C: return space()
        case _ where Self.isWord(byte): return word()
        default:
            position += 1
            return .symbol
        }
    }

    /// Takes a quoted text in which the quote is doubled; false where it has no end.
    private mutating func quoted(_ quote: UInt8) -> Bool {
        position += 1
        while let byte = at(0) {
            position += 1
            guard byte == quote else { continue }
            if at(0) != quote { return true }
            position += 1
        }
        return false
    }

    private mutating func space() -> Kind {
        while let byte = at(0), byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
        return .space
    }

    private mutating func lineComment() -> Kind {
        while let byte = at(0), byte != 0x0A { position += 1 }
        return .space
    }

    private mutating func blockComment() -> Kind {
        var depth = 0
        while at(0) != nil {
            if at(0) == UInt8(ascii: "/") && at(1) == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if at(0) == UInt8(ascii: "*") && at(1) == UInt8(ascii: "/") {
                depth -= 1
                position += 2
                if depth == 0 { break }
            } else {
                position += 1
            }
        }
        return .space
    }

    /// `$$text$$`, `$tag$text$tag$`, or a parameter such as `$1`.
    private mutating func dollar() -> Kind {
        var end = position + 1
        while end < bytes.count, Self.isWord(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
            position = end
            return .opaque
        }
        let tag = bytes[position...end]
        position = end + 1
        while position < bytes.count, !bytes[position...].starts(with: tag) { position += 1 }
        position += tag.count
        return .opaque
    }

    /// A word; `E'…'`, whose backslashes are escapes, is one opaque text with its letter.
    private mutating func word() -> Kind {
        let isEscape = (at(0) ?? 0) | 0x20 == UInt8(ascii: "e") && at(1) == UInt8(ascii: "'")
        if isEscape {
            escapedLiteral()
            return .opaque
        }
        while let byte = at(0), Self.isWord(byte) { position += 1 }
        return .word
    }

    private mutating func escapedLiteral() {
        position += 2
        while let byte = at(0) {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            guard byte == UInt8(ascii: "'") else { continue }
            if at(0) != byte { return }
            position += 1
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || (0x30...0x39).contains(byte)
            || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
