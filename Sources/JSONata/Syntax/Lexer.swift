/// Cuts an expression into tokens, over UTF-16 code units so that positions are the reference's.
struct Lexer {
    let units: [UInt16]
    let dialect: Dialect
    var position = 0

    init(_ source: String, dialect: Dialect) {
        units = Array(source.utf16)
        self.dialect = dialect
    }

    /// The next token. `/` begins a regular expression where an operand is expected.
    mutating func next(operandExpected: Bool) throws(JSONataError) -> Token {
        try skipBlanksAndComments()
        guard position < units.count else { return Token(kind: .end, position: units.count) }
        let unit = units[position]
        if operandExpected, unit == Ascii.slash {
            position += 1
            return Token(kind: .regex(try scanRegex()), position: position)
        }
        if let symbol = scanSymbol() {
            if symbol.text == "!" || symbol.text == "~" {
                throw JSONataError(code: "S0204", position: position, token: symbol.text)
            }
            return Token(kind: .symbol(symbol.text), position: position, power: symbol.power)
        }
        switch unit {
        case Ascii.quote, Ascii.apostrophe:
            position += 1
            return Token(kind: .string(try scanString(quote: unit)), position: position)
        case Ascii.backquote:
            return try scanQuotedName()
        default:
            if let number = try scanNumber() { return Token(kind: .number(number), position: position) }
            return scanWord()
        }
    }

    private mutating func skipBlanksAndComments() throws(JSONataError) {
        while position < units.count {
            if Self.isBlank(units[position]) {
                position += 1
            } else if units[position] == Ascii.slash, unit(1) == Ascii.asterisk {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(JSONataError) {
        let start = position
        position += 2
        while !(unit(0) == Ascii.asterisk && unit(1) == Ascii.slash) {
            position += 1
            guard position < units.count else { throw JSONataError(code: "S0106", position: start) }
        }
        position += 2
    }

    func unit(_ offset: Int) -> UInt16? { position + offset < units.count ? units[position + offset] : nil }

    private mutating func scanSymbol() -> Symbol? {
        guard Symbol.isSymbol(units[position]) else { return nil }
        if let next = unit(1), let pair = Symbol.pair(units[position], next, dialect) {
            position += 2
            return pair
        }
        position += 1
        return Symbol.single(units[position - 1])
    }

    private mutating func scanQuotedName() throws(JSONataError) -> Token {
        position += 1
        guard let end = units[position...].firstIndex(of: Ascii.backquote) else {
            throw JSONataError(code: "S0105", position: units.count)
        }
        let name = Text.string(units[position..<end])
        position = end + 1
        return Token(kind: .name(name), position: position)
    }

    private mutating func scanNumber() throws(JSONataError) -> Double? {
        var end = position
        func isDigit(_ index: Int) -> Bool { index < units.count && Ascii.isDigit(units[index]) }
        guard isDigit(end) else { return nil }
        if units[end] == Ascii.zero { end += 1 } else { while isDigit(end) { end += 1 } }
        if end < units.count, units[end] == Ascii.dot, isDigit(end + 1) {
            end += 1
            while isDigit(end) { end += 1 }
        }
        if end < units.count, units[end] | 0x20 == Ascii.e {
            var exponent = end + 1
            if exponent < units.count, units[exponent] == Ascii.plus || units[exponent] == Ascii.minus { exponent += 1 }
            if isDigit(exponent) {
                while isDigit(exponent) { exponent += 1 }
                end = exponent
            }
        }
        let text = Text.string(units[position..<end])
        guard let value = Double(text), value.isFinite else {
            throw JSONataError(code: "S0102", position: position, token: text)
        }
        position = end
        return value
    }

    private mutating func scanWord() -> Token {
        let start = position
        while position < units.count, !Self.isBlank(units[position]), !Symbol.isSymbol(units[position]) {
            position += 1
        }
        if units[start] == Ascii.dollar {
            return Token(
                kind: .variable(Text.string(units[start + 1..<position])), position: position)
        }
        let word = Text.string(units[start..<position])
        return Self.token(word, position)
    }

    private static func token(_ word: String, _ position: Int) -> Token {
        switch word {
        case "and": Token(kind: .symbol(word), position: position, power: 30)
        case "or": Token(kind: .symbol(word), position: position, power: 25)
        case "in": Token(kind: .symbol(word), position: position, power: 40)
        case "true": Token(kind: .constant(.true), position: position)
        case "false": Token(kind: .constant(.false), position: position)
        case "null": Token(kind: .constant(.null), position: position)
        default: Token(kind: .name(word), position: position)
        }
    }

    static func isBlank(_ unit: UInt16) -> Bool { unit == 0x20 || (unit >= 0x09 && unit <= 0x0D && unit != 0x0C) }
}
