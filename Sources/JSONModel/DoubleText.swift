/// Doubles as ECMA-262's Number::toString writes them: the shortest digits that mean the number; whole numbers below
/// 10^21 in full, decimals from 10^-6 on, an exponent beyond. Only negative zero keeps its sign: `-0.0`.
enum DoubleText {
    static func text(_ value: Double) -> String {
        let text = value.description
        guard value != 0 else { return text }
        guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "e")) else {
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        let sign = value < 0 ? "-" : ""
        let mantissa = text[..<mark].filter(\.isNumber)
        let digits = mantissa.hasSuffix("0") && mantissa.count > 1 ? String(mantissa.dropLast()) : mantissa
        return sign + written(digits, exponent: Int(text[text.index(after: mark)...]) ?? 0)
    }

    /// Of d.ddd × 10^exponent, where Swift writes an exponent too.
    private static func written(_ digits: String, exponent: Int) -> String {
        switch exponent {
        case digits.count - 1..<21:
            return digits + String(repeating: "0", count: exponent + 1 - digits.count)
        case -6..<0:
            return "0." + String(repeating: "0", count: -exponent - 1) + digits
        default:
            let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
            return "\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(abs(exponent))"
        }
    }
}
