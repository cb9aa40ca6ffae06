import JSONModel

extension Lexer {
    /// The text of a string literal; the opening quote is behind.
    mutating func scanString(quote: UInt16) throws(JSONataError) -> String {
        var text: [UInt16] = []
        while position < units.count {
            let unit = units[position]
            if unit == quote {
                position += 1
                return Text.string(text[...])
            }
            position += 1
            if unit == Ascii.backslash { text.append(try scanEscape()) } else { text.append(unit) }
        }
        throw JSONataError(code: "S0101", position: position)
    }

    private mutating func scanEscape() throws(JSONataError) -> UInt16 {
        guard position < units.count else { throw JSONataError(code: "S0101", position: position) }
        let unit = units[position]
        switch UnicodeScalar(unit) {
        case "\"", "\\", "/":
            position += 1
            return unit
        case "b": return escaped(0x08)
        case "f": return escaped(0x0C)
        case "n": return escaped(0x0A)
        case "r": return escaped(0x0D)
        case "t": return escaped(0x09)
        case "u": return try scanUnicodeEscape()
        default:
            let token = String(decoding: [unit], as: UTF16.self)
            throw JSONataError(code: "S0103", position: position, token: token)
        }
    }

    private mutating func escaped(_ unit: UInt16) -> UInt16 {
        position += 1
        return unit
    }

    private mutating func scanUnicodeEscape() throws(JSONataError) -> UInt16 {
        var code: UInt16 = 0
        for offset in 1...4 {
            guard let unit = unit(offset), let digit = Ascii.hexadecimal(unit) else {
                throw JSONataError(code: "S0104", position: position)
            }
            code = code << 4 | digit
        }
        position += 5
        return code
    }

    /// A regular expression literal; the opening slash is behind.
    mutating func scanRegex() throws(JSONataError) -> RegexLiteral {
        let start = position
        var depth = 0
        while position < units.count {
            let unit = units[position]
            if unit == Ascii.backslash {
                position += 2
                continue
            }
            if unit == Ascii.slash, depth == 0 { return try finishRegex(from: start) }
            switch UnicodeScalar(unit) {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            default: break
            }
            position += 1
        }
        throw JSONataError(code: "S0302", position: min(position, units.count))
    }

    private mutating func finishRegex(from start: Int) throws(JSONataError) -> RegexLiteral {
        let pattern = Array(units[start..<position])
        guard !pattern.isEmpty else { throw JSONataError(code: "S0301", position: position) }
        position += 1
        let flagsStart = position
        while let unit = unit(0), unit == 0x69 || unit == 0x6D { position += 1 }
        let flags = String(decoding: units[flagsStart..<position], as: UTF16.self)
        let text = String(decoding: pattern, as: UTF16.self)
        var compiler = RegexParser(pattern, ignoresCase: flags.contains("i"), isMultiline: flags.contains("m"))
        do {
            return RegexLiteral(pattern: text, flags: flags, program: try compiler.compile())
        } catch {
            throw JSONataError(code: "S0303", position: start, token: text, value: .string(error.reason))
        }
    }
}
