/// Cuts an expression into tokens, over its UTF-8. Positions are told in UTF-16 code units, as the reference tells them.
struct Lexer {
    let bytes: [UInt8]
    let dialect: Dialect
    /// In bytes.
    var position = 0
    /// For each byte the UTF-16 code units before it, where the two differ.
    private let unitsBefore: [Int32]?
    private let wordEnds = Symbol.wordEnds

    init(_ source: String, dialect: Dialect) {
        bytes = Array(source.utf8)
        self.dialect = dialect
        unitsBefore = Self.isASCII(bytes) ? nil : Self.unitsBefore(bytes)
    }

    private static func isASCII(_ bytes: [UInt8]) -> Bool {
        var all: UInt8 = 0
        for byte in bytes { all |= byte }
        return all < 0x80
    }

    private static func unitsBefore(_ bytes: [UInt8]) -> [Int32] {
        var counts: [Int32] = []
        counts.reserveCapacity(bytes.count + 1)
        var units: Int32 = 0
        for byte in bytes {
            counts.append(units)
            if byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
        }
        counts.append(units)
        return counts
    }

    /// A place in bytes as the reference counts it.
    @inline(__always)
    func units(_ place: Int) -> Int {
        guard let unitsBefore else { return min(place, bytes.count) }
        return Int(unitsBefore[min(place, bytes.count)])
    }

    /// The next token. `/` begins a regular expression where an operand is expected.
    mutating func next(operandExpected: Bool) throws(JSONataError) -> Token {
        try skipBlanksAndComments()
        guard position < bytes.count else { return token(.end) }
        let byte = bytes[position]
        if !wordEnds[Int(byte)] { return try operand(byte) }
        if operandExpected, byte == 0x2F {
            position += 1
            let literal = try scanRegex()
            return token(.regex(literal))
        }
        let symbol = scanSymbol(byte)
        if symbol == .exclamation || symbol == .tilde {
            throw JSONataError(code: "S0204", position: units(position), token: symbol.rawValue)
        }
        return token(.symbol(symbol))
    }

    /// A token that ends here.
    @inline(__always)
    private func token(_ kind: Token.Kind) -> Token { Token(kind: kind, position: units(position)) }

    private mutating func operand(_ byte: UInt8) throws(JSONataError) -> Token {
        switch byte {
        case 0x22, 0x27:
            position += 1
            let text = try scanString(quote: byte)
            return token(.string(text))
        case 0x60:
            let name = try scanQuotedName()
            return token(.name(name))
        case 0x30...0x39:
            let value = try scanNumber()
            return token(.number(value))
        default: return scanWord()
        }
    }

    private mutating func skipBlanksAndComments() throws(JSONataError) {
        while position < bytes.count {
            if Self.isBlank(bytes[position]) {
                position += 1
            } else if bytes[position] == 0x2F, byte(1) == 0x2A {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(JSONataError) {
        let start = position
        position += 2
        while !(byte(0) == 0x2A && byte(1) == 0x2F) {
            position += 1
            guard position < bytes.count else { throw JSONataError(code: "S0106", position: units(start)) }
        }
        position += 2
    }

    @inline(__always)
    func byte(_ offset: Int) -> UInt8? { position + offset < bytes.count ? bytes[position + offset] : nil }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private mutating func scanSymbol(_ first: UInt8) -> Symbol {
        if let next = byte(1), let pair = Symbol.pair(first, next, dialect) {
            position += 2
            return pair
        }
        position += 1
        return Symbol.single(first) ?? .exclamation
    }

    private mutating func scanQuotedName() throws(JSONataError) -> String {
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: 0x60) else {
            throw JSONataError(code: "S0105", position: units(bytes.count))
        }
        position = end + 1
        return text(start..<end)
    }

    private mutating func scanWord() -> Token {
        let start = position
        while position < bytes.count, !wordEnds[Int(bytes[position])] { position += 1 }
        if bytes[start] == 0x24 { return token(.variable(text(start + 1..<position))) }
        let length = position - start
        guard length >= 2, length <= 5, bytes[start] >= 0x61, bytes[start] <= 0x74 else {
            return token(.name(text(start..<position)))
        }
        return token(Self.kind(text(start..<position)))
    }

    private static func kind(_ word: String) -> Token.Kind {
        switch word {
        case "and": .symbol(.and)
        case "or": .symbol(.or)
        case "in": .symbol(.in)
        case "true": .constant(.true)
        case "false": .constant(.false)
        case "null": .constant(.null)
        default: .name(word)
        }
    }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D && byte != 0x0C) }
}
