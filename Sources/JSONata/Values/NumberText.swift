/// Numbers as JavaScript writes them (ECMA-262, Number::toString and toPrecision).
enum NumberText {
    /// The shortest text that reads back as the number.
    static func text(_ value: Double) -> String {
        if let small = Int(exactly: value), abs(small) < 1_000_000_000_000_000 { return String(small) }
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        let (digits, exponent) = decimal(abs(value))
        return layout(digits, exponent, isNegative: value < 0)
    }

    /// The number as `$string` shows it: integers whole, fractions to 15 significant digits.
    static func roundedText(_ value: Double) -> String {
        if let small = Int(exactly: value), abs(small) < 1_000_000_000_000_000 { return String(small) }
        if value.rounded() == value { return text(value) }
        let (digits, exponent) = decimal(abs(value))
        let rounded = Decimal.rounded(abs(value), digits: digits, exponent: exponent, to: 15)
        return layout(rounded.digits, rounded.exponent, isNegative: value < 0)
    }

    /// Shortest digits d1…dn and the exponent e of 0.d1…dn × 10^e.
    static func decimal(_ value: Double) -> (digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        var text = Substring(value.description)
        if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            exponent = Int(text[text.index(after: mark)...]) ?? 0
            text = text[..<mark]
        }
        for byte in text.utf8 {
            if byte == 0x2E { point = digits.count } else if byte >= 0x30, byte <= 0x39 { digits.append(byte - 0x30) }
        }
        exponent += point ?? digits.count
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        exponent -= leading
        while digits.last == 0 { digits.removeLast() }
        return (digits, exponent)
    }

    private static func layout(_ digits: [UInt8], _ exponent: Int, isNegative: Bool) -> String {
        guard !digits.isEmpty else { return "0" }
        let characters = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
        let count = digits.count
        let sign = isNegative ? "-" : ""
        if count <= exponent, exponent <= 21 { return sign + characters + zeros(exponent - count) }
        if exponent > 0, exponent <= 21 {
            return sign + characters.prefix(exponent) + "." + characters.dropFirst(exponent)
        }
        if exponent > -6, exponent <= 0 { return sign + "0." + zeros(-exponent) + characters }
        let power = exponent - 1
        let mantissa = count == 1 ? characters : characters.prefix(1) + "." + characters.dropFirst(1)
        return sign + mantissa + "e" + (power < 0 ? "-" : "+") + String(abs(power))
    }

    static func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }

    /// The number without an exponent, to at most `places` behind the point.
    static func plain(_ value: Double) -> String {
        let (digits, exponent) = decimal(abs(value))
        guard !digits.isEmpty else { return "0" }
        let characters = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
        if exponent >= digits.count { return characters + zeros(exponent - digits.count) }
        if exponent > 0 { return characters.prefix(exponent) + "." + characters.dropFirst(exponent) }
        return "0." + zeros(-exponent) + characters
    }
}
