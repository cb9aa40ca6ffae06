/// A JSON number: an integer of 64 bits, a binary64, or the text of one that neither holds exactly.
public struct JSONNumber: Sendable {
    enum Storage: Sendable {
        case integer(Int64)
        case double(Double)
        /// The number's own text, of which binary64 would lose digits or range.
        case literal(String)
    }

    let storage: Storage

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

    /// A number of JSON's grammar; the caller has checked it.
    init(validated text: String, isInteger: Bool) {
        if isInteger, let value = Int64(text), !(value == 0 && text.first == "-") {
            storage = .integer(value)
        } else if !isInteger, let value = Double(text), value.isFinite, value.description == text {
            storage = .double(value)
        } else {
            storage = .literal(text)
        }
    }

    /// The nearest binary64; ±infinity where the number is out of its range.
    public var doubleValue: Double {
        switch storage {
        case .integer(let value): Double(value)
        case .double(let value): value
        case .literal(let text): Double(text) ?? .nan
        }
    }

    /// The exact integer, where the number is one that fits.
    public var intValue: Int? {
        switch storage {
        case .integer(let value): Int(value)
        case .double(let value): Int(exactly: value)
        case .literal: Int(exactly: doubleValue)
        }
    }

    /// Whether it was written, or made, as an integer (without fraction and exponent).
    public var isInteger: Bool {
        switch storage {
        case .integer: true
        case .double: false
        case .literal(let text): !text.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        }
    }
}

extension JSONNumber: CustomStringConvertible {
    /// The number in JSON's grammar, as it was written.
    public var description: String {
        switch storage {
        case .integer(let value): String(value)
        case .double(let value): value.description
        case .literal(let text): text
        }
    }
}

extension JSONNumber: Hashable {
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        if case .integer(let first) = left.storage, case .integer(let second) = right.storage { return first == second }
        return left.doubleValue == right.doubleValue
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(doubleValue) }
}
