import JSONModel

extension Lexer {
    /// The text of a string literal; the opening quote is behind.
    mutating func scanString(quote: UInt8) throws(JSONataError) -> String {
        let start = position
        var isPlain = true
        while position < bytes.count, bytes[position] != quote {
            if bytes[position] == 0x5C {
                isPlain = false
                position += 1
            }
            position += 1
        }
        let end = min(position, bytes.count)
        let text = isPlain ? text(start..<end) : try unescaped(start..<end)
        guard position < bytes.count else { throw JSONataError(code: "S0101", position: units(bytes.count)) }
        position += 1
        return text
    }

    private func unescaped(_ range: Range<Int>) throws(JSONataError) -> String {
        var reader = EscapeReader(units: Array(text(range).utf16), offset: units(range.lowerBound))
        return try reader.read()
    }

    /// A number literal; a digit stands here.
    mutating func scanNumber() throws(JSONataError) -> Double {
        let start = position
        var digits: UInt64 = 0
        skipDigits(&digits, stopsAtZero: true)
        let whole = position
        var end = position
        if byte(0) == 0x2E, isDigit(1) {
            position += 1
            skipDigits(&digits)
            end = position
        }
        let places = end == whole ? 0 : end - whole - 1
        if skipExponent() || end - start > 16 || places > 15 { return try readNumber(start) }
        return places == 0 ? Double(digits) : Double(digits) / Self.powersOfTen[places]
    }

    /// Exact in binary, so that a quotient of at most 2^53 by one of them is rounded once.
    private static let powersOfTen: [Double] = (0..<16).map { (0..<$0).reduce(1) { power, _ in power * 10 } }

    private func isDigit(_ offset: Int) -> Bool { byte(offset).map { $0 >= 0x30 && $0 <= 0x39 } ?? false }

    /// A number begins with no more than one zero.
    private mutating func skipDigits(_ value: inout UInt64, stopsAtZero: Bool = false) {
        if stopsAtZero, byte(0) == 0x30 {
            position += 1
            return
        }
        while let digit = byte(0), digit >= 0x30, digit <= 0x39 {
            value = value &* 10 &+ UInt64(digit - 0x30)
            position += 1
        }
    }

    private mutating func skipExponent() -> Bool {
        guard let mark = byte(0), mark | 0x20 == 0x65 else { return false }
        let hasSign = byte(1) == 0x2B || byte(1) == 0x2D
        guard isDigit(hasSign ? 2 : 1) else { return false }
        position += hasSign ? 2 : 1
        var ignored: UInt64 = 0
        skipDigits(&ignored)
        return true
    }

    private mutating func readNumber(_ start: Int) throws(JSONataError) -> Double {
        let text = text(start..<position)
        guard let value = Double(text), value.isFinite else {
            throw JSONataError(code: "S0102", position: units(start), token: text)
        }
        return value
    }

    /// A regular expression literal; the opening slash is behind.
    mutating func scanRegex() throws(JSONataError) -> RegexLiteral {
        let start = position
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x5C {
                position += 2
                continue
            }
            if byte == 0x2F, depth == 0 { return try finishRegex(from: start) }
            switch UnicodeScalar(byte) {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            default: break
            }
            position += 1
        }
        throw JSONataError(code: "S0302", position: units(bytes.count))
    }

    private mutating func finishRegex(from start: Int) throws(JSONataError) -> RegexLiteral {
        guard start < position else { throw JSONataError(code: "S0301", position: units(position)) }
        let pattern = text(start..<position)
        position += 1
        let flagsStart = position
        while let flag = byte(0), flag == 0x69 || flag == 0x6D { position += 1 }
        let flags = text(flagsStart..<position)
        var compiler = RegexParser(
            Array(pattern.utf16), ignoresCase: flags.utf8.contains(0x69), isMultiline: flags.utf8.contains(0x6D))
        do {
            return RegexLiteral(pattern: pattern, flags: flags, program: try compiler.compile())
        } catch {
            throw JSONataError(code: "S0303", position: units(start), token: pattern, value: .string(error.reason))
        }
    }
}

/// Reads the escapes of a string literal.
private struct EscapeReader {
    let units: [UInt16]
    /// Where the literal stands in the expression.
    let offset: Int
    private var position = 0

    init(units: [UInt16], offset: Int) {
        self.units = units
        self.offset = offset
    }

    mutating func read() throws(JSONataError) -> String {
        var text: [UInt16] = []
        text.reserveCapacity(units.count)
        while position < units.count {
            let unit = units[position]
            position += 1
            text.append(unit == Ascii.backslash ? try escape() : unit)
        }
        return Text.string(text[...])
    }

    private mutating func escape() throws(JSONataError) -> UInt16 {
        guard position < units.count else { throw JSONataError(code: "S0101", position: offset + position) }
        let unit = units[position]
        position += 1
        switch UnicodeScalar(unit) {
        case "\"", "\\", "/": return unit
        case "b": return 0x08
        case "f": return 0x0C
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "u": return try hexadecimal()
        default:
            let token = String(decoding: [unit], as: UTF16.self)
            throw JSONataError(code: "S0103", position: offset + position - 1, token: token)
        }
    }

    private mutating func hexadecimal() throws(JSONataError) -> UInt16 {
        var code: UInt16 = 0
        for place in position..<position + 4 {
            guard place < units.count, let digit = Ascii.hexadecimal(units[place]) else {
                throw JSONataError(code: "S0104", position: offset + position - 1)
            }
            code = code << 4 | digit
        }
        position += 4
        return code
    }
}
