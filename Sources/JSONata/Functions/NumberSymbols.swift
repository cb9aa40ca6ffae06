/// The characters of number pictures, as `$formatNumber`'s options change them (XPath Functions 3.1 §4.7.1).
struct NumberSymbols {
    var decimalSeparator = "."
    var groupingSeparator = ","
    var exponentSeparator = "e"
    var infinity = "Infinity"
    var minusSign = "-"
    var notANumber = "NaN"
    var percent = "%"
    var perMille = "‰"
    var zeroDigit: Unicode.Scalar = "0"
    var digit = "#"
    var patternSeparator = ";"

    init(_ options: Value) {
        func text(_ name: String, _ fallback: String) -> String { options.member(name).string ?? fallback }
        decimalSeparator = text("decimal-separator", decimalSeparator)
        groupingSeparator = text("grouping-separator", groupingSeparator)
        exponentSeparator = text("exponent-separator", exponentSeparator)
        infinity = text("infinity", infinity)
        minusSign = text("minus-sign", minusSign)
        notANumber = text("NaN", notANumber)
        percent = text("percent", percent)
        perMille = text("per-mille", perMille)
        zeroDigit = text("zero-digit", "0").unicodeScalars.first ?? "0"
        digit = text("digit", digit)
        patternSeparator = text("pattern-separator", patternSeparator)
    }

    func isDigit(_ character: String) -> Bool {
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else { return false }
        return scalar.value >= zeroDigit.value && scalar.value < zeroDigit.value + 10
    }

    func isActive(_ character: String) -> Bool {
        isDigit(character) || character == decimalSeparator || character == groupingSeparator
            || character == exponentSeparator || character == digit
    }

    /// ASCII digits in this family.
    func localized(_ digits: [UInt8]) -> [String] {
        digits.map { digit in Unicode.Scalar(zeroDigit.value + UInt32(digit)).map { String($0) } ?? "?" }
    }
}
