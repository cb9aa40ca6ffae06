/// A JSON number, exactly: no digit and no range is lost, and it prints as it was written.
///
/// The usual ones take no allocation: integers of 64 bits, decimals of up to 18 digits, and what comes from a `Double`.
public struct JSONNumber: Sendable {
    enum Storage: Sendable {
        case integer(Int64)
        case double(Double)
        /// So many of the digits stand behind the point: `150` and 2 is `1.50`. Never zero with a sign.
        case decimal(digits: Int64, scale: UInt8)
        /// The number's own text, of which the others would lose something.
        case literal(String)
    }

    let storage: Storage

    /// So many decimal digits that `Int64` holds any number of them.
    static let mostDigits = 18

    public init(_ value: Int) { storage = .integer(Int64(value)) }

    /// Takes a finite number; JSON has no other.
    public init(_ value: Double) {
        precondition(value.isFinite, "JSON has no infinity and no NaN")
        if let exact = Int64(exactly: value), !(value == 0 && value.sign == .minus), abs(value) < 9_007_199_254_740_992
        {
            storage = .integer(exact)
        } else {
            storage = .double(value)
        }
    }

    /// An integer, or a decimal with `scale` of at most ``mostDigits`` digits behind the point.
    @inline(__always)
    init(digits: Int64, scale: Int) {
        storage = scale == 0 ? .integer(digits) : .decimal(digits: digits, scale: UInt8(truncatingIfNeeded: scale))
    }

    /// A number of JSON's grammar; the caller has checked it.
    init(validated text: String, isInteger: Bool) {
        if isInteger, let value = Int64(text), !(value == 0 && text.utf8.first == UInt8(ascii: "-")) {
            storage = .integer(value)
        } else {
            storage = .literal(text)
        }
    }

    /// The nearest binary64; ±infinity where the number is out of its range.
    public var doubleValue: Double {
        switch storage {
        case .integer(let value): Double(value)
        case .double(let value): value
        case .decimal(let digits, let scale): Self.double(digits, scale) ?? Double(description) ?? .nan
        case .literal(let text): Double(text) ?? .nan
        }
    }

    /// A quotient of two numbers that binary64 holds exactly is the nearest to the decimal.
    private static func double(_ digits: Int64, _ scale: UInt8) -> Double? {
        guard digits.magnitude <= 1 << 53 else { return nil }
        return Double(digits) / powersOfTen[Int(scale)]
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ]

    /// The exact integer, where the number is one that fits.
    public var intValue: Int? {
        switch storage {
        case .integer(let value): Int(value)
        case .double(let value): Int(exactly: value)
        case .decimal, .literal: Int(exactly: doubleValue)
        }
    }

    /// Whether it was written, or made, as an integer (without fraction and exponent).
    public var isInteger: Bool {
        switch storage {
        case .integer: true
        case .double, .decimal: false
        case .literal(let text): !text.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        }
    }
}

extension JSONNumber: CustomStringConvertible {
    /// The number in JSON's grammar, as it was written; what was made from a `Double` as ECMAScript writes it.
    public var description: String {
        switch storage {
        case .integer(let value): String(value)
        case .double(let value): DoubleText.text(value)
        case .literal(let text): text
        case .decimal(let digits, let scale): Self.text(digits, Int(scale))
        }
    }

    private static func text(_ digits: Int64, _ scale: Int) -> String {
        String(unsafeUninitializedCapacity: DecimalDigits.most) { buffer in
            guard let place = buffer.baseAddress else { return 0 }
            return DecimalDigits.write(digits, scale: scale, to: place)
        }
    }
}
