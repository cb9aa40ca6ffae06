import JSONModel

/// A picture of `$formatNumber` (XPath Functions 3.1 §4.7).
struct NumberPicture {
    struct Part {
        var prefix = ""
        var suffix = ""
        var integerGroups: [Int] = []
        /// Groups of that many digits without end; 0: just where they stand.
        var regularGroup = 0
        var fractionGroups: [Int] = []
        var leastInteger = 0
        var scale = 0
        var leastFraction = 0
        var mostFraction = 0
        var leastExponent = 0
        var hasExponent = false
        var hasDecimal = false
        var factor = 1.0
    }

    private let symbols: NumberSymbols
    private let positive: Part
    private let negative: Part

    init(_ picture: String, _ symbols: NumberSymbols) throws(JSONataError) {
        self.symbols = symbols
        var pieces: [[String]] = [[]]
        for scalar in picture.unicodeScalars {
            if String(scalar) == symbols.patternSeparator {
                pieces.append([])
            } else {
                pieces[pieces.count - 1].append(String(scalar))
            }
        }
        guard pieces.count <= 2 else { throw JSONataError(code: "D3080") }
        positive = try NumberPictureReader(pieces[0], symbols).part()
        if pieces.count == 2 {
            negative = try NumberPictureReader(pieces[1], symbols).part()
        } else {
            var part = positive
            part.prefix = symbols.minusSign + part.prefix
            negative = part
        }
    }

    func format(_ number: Double) -> String {
        let part = number >= 0 ? positive : negative
        guard number.isFinite else {
            return number.isNaN ? symbols.notANumber : part.prefix + symbols.infinity + part.suffix
        }
        var mantissa = abs(number) * part.factor
        var exponent = 0
        if part.hasExponent { (mantissa, exponent) = scaled(mantissa, part.scale) }
        var text = digits(Builtins.rounded(mantissa, places: Double(part.mostFraction)), part)
        if part.hasExponent {
            text += symbols.exponentSeparator + (exponent < 0 ? symbols.minusSign : "")
            let digits = String(abs(exponent)).utf8.map { $0 - 0x30 }
            let padding = [UInt8](repeating: 0, count: max(0, part.leastExponent - digits.count))
            text += symbols.localized(padding + digits).joined()
        }
        return part.prefix + text + part.suffix
    }

    private func scaled(_ number: Double, _ scale: Int) -> (Double, Int) {
        guard number > 0 else { return (0, 0) }
        let (digits, power) = NumberText.decimal(number)
        let text = "0." + digits.map { String($0) }.joined() + "e\(scale)"
        return (Double(text) ?? number, power - scale)
    }

    private func digits(_ number: Double, _ part: Part) -> String {
        let pieces = NumberText.plain(number).utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        var integer = pieces[0].map { $0 - 0x30 }
        var fraction = pieces.count > 1 ? pieces[1].map { $0 - 0x30 } : []
        integer = Array(integer.drop { $0 == 0 })
        fraction = Array(fraction.prefix(part.mostFraction))
        while fraction.last == 0 { fraction.removeLast() }
        integer = [UInt8](repeating: 0, count: max(0, part.leastInteger - integer.count)) + integer
        fraction += [UInt8](repeating: 0, count: max(0, part.leastFraction - fraction.count))
        let left = groupedInteger(symbols.localized(integer), part)
        let right = groupedFraction(symbols.localized(fraction), part)
        return part.hasDecimal && !fraction.isEmpty ? left + symbols.decimalSeparator + right : left
    }

    private func groupedInteger(_ digits: [String], _ part: Part) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            let left = digits.count - index
            let isGroup = part.regularGroup > 0 ? left % part.regularGroup == 0 : part.integerGroups.contains(left)
            if index > 0, isGroup { result += symbols.groupingSeparator }
            result += digit
        }
        return result
    }

    private func groupedFraction(_ digits: [String], _ part: Part) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, part.fractionGroups.contains(index) { result += symbols.groupingSeparator }
            result += digit
        }
        return result
    }
}
