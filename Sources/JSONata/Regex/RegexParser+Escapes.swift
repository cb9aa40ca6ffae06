extension RegexParser {
    /// What stands behind a backslash outside of a class.
    mutating func escape() throws(RegexError) -> RegexSyntax {
        guard let unit = current else { throw RegexError(reason: "\\ at end of pattern") }
        if unit > 0x30, unit <= 0x39 { return backreference() }
        switch UnicodeScalar(unit) {
        case "b", "B":
            position += 1
            return .wordBoundary(isNegated: unit == 0x42)
        case "k":
            if peek("k<") {
                position += 2
                return .namedBackreference(try groupName())
            }
        default: break
        }
        if let ranges = classEscape() { return .set(RegexSet(ranges)) }
        return .unit(characterEscape())
    }

    private mutating func backreference() -> RegexSyntax {
        let start = position
        var number = 0
        while let unit = current, Ascii.isDigit(unit), number < 1000 {
            number = number * 10 + Int(unit - 0x30)
            position += 1
        }
        if number <= totalCaptures { return .backreference(number) }
        position = start
        return .unit(characterEscape())
    }

    /// Groups may be referred to before they stand.
    private var totalCaptures: Int {
        var count = 0
        var inClass = false
        var index = 0
        while index < units.count {
            switch UnicodeScalar(units[index]) {
            case "\\": index += 1
            case "[": inClass = true
            case "]": inClass = false
            case "(" where !inClass: if isCapture(at: index) { count += 1 }
            default: break
            }
            index += 1
        }
        return count
    }

    private func isCapture(at index: Int) -> Bool {
        guard index + 1 < units.count, units[index + 1] == 0x3F else { return true }
        guard index + 3 < units.count, units[index + 2] == 0x3C else { return false }
        return units[index + 3] != 0x3D && units[index + 3] != 0x21
    }

    /// `\d \D \w \W \s \S`.
    mutating func classEscape() -> [ClosedRange<UInt16>]? {
        guard let unit = current else { return nil }
        let ranges: [ClosedRange<UInt16>]
        switch UnicodeScalar(unit) {
        case "d": ranges = RegexSet.digits
        case "D": ranges = RegexSet.complement(RegexSet.digits)
        case "w": ranges = RegexSet.word
        case "W": ranges = RegexSet.complement(RegexSet.word)
        case "s": ranges = RegexSet.space
        case "S": ranges = RegexSet.complement(RegexSet.space)
        default: return nil
        }
        position += 1
        return ranges
    }

    mutating func characterEscape() -> UInt16 {
        guard let unit = current else { return Ascii.backslash }
        position += 1
        if unit >= 0x30, unit <= 0x37 { return octal(from: unit) }
        switch UnicodeScalar(unit) {
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "v": return 0x0B
        case "f": return 0x0C
        case "c":
            guard let letter = current, (letter | 0x20) >= 0x61, (letter | 0x20) <= 0x7A else { return unit }
            position += 1
            return letter & 0x1F
        case "x": return hexadecimal(2) ?? unit
        case "u": return hexadecimal(4) ?? unit
        default: return unit
        }
    }

    /// `\1` without such a group: a code in octal (ECMA-262 Annex B).
    private mutating func octal(from first: UInt16) -> UInt16 {
        var value = first - 0x30
        while let unit = current, unit >= 0x30, unit <= 0x37, value * 8 + (unit - 0x30) <= 0xFF {
            value = value * 8 + (unit - 0x30)
            position += 1
        }
        return value
    }

    private mutating func hexadecimal(_ count: Int) -> UInt16? {
        guard position + count <= units.count else { return nil }
        var value: UInt16 = 0
        for unit in units[position..<position + count] {
            guard let digit = Ascii.hexadecimal(unit) else { return nil }
            value = value << 4 | digit
        }
        position += count
        return value
    }

    /// `[…]`; the opening bracket is behind.
    mutating func characterClass() throws(RegexError) -> RegexSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt16>] = []
        while let unit = current, unit != 0x5D {
            guard let low = classAtom(&ranges) else { continue }
            guard peek("-"), position + 1 < units.count, units[position + 1] != 0x5D else {
                ranges.append(low...low)
                continue
            }
            position += 1
            guard let high = classAtom(&ranges) else {
                ranges += [low...low, 0x2D...0x2D]
                continue
            }
            guard low <= high else { throw RegexError(reason: "Range out of order in character class") }
            ranges.append(low...high)
        }
        guard take("]") else { throw RegexError(reason: "Unterminated character class") }
        return RegexSet(ranges, isNegated: isNegated)
    }

    /// One character of a class; nil where it was a set of its own, which is added.
    private mutating func classAtom(_ ranges: inout [ClosedRange<UInt16>]) -> UInt16? {
        guard let unit = current else { return nil }
        position += 1
        guard unit == Ascii.backslash else { return unit }
        if current == 0x62 {
            position += 1
            return 0x08
        }
        if let set = classEscape() {
            ranges += set
            return nil
        }
        return characterEscape()
    }
}
