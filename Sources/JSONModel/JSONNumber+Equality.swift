extension JSONNumber: Hashable {
    /// Whether they are the same number, exactly: `1`, `1.0` and `10e-1` are, `9007199254740993` and
    /// `9007199254740992` are not. What was made from a `Double` counts as the number that it prints.
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        switch (left.storage, right.storage) {
        case (.integer(let first), .integer(let second)): first == second
        case (.double(let first), .double(let second)): first == second
        case (.decimal(let first, let scale), .decimal(let second, let other)) where scale == other: first == second
        default: left.doubleValue == right.doubleValue && left.exact == right.exact
        }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(doubleValue) }

    /// The number's only form without superfluous zeros: 0.d₁d₂… × 10^exponent. Zero has no digits.
    private struct Exact: Equatable {
        var isNegative: Bool
        var digits: ArraySlice<UInt8>
        var exponent: Int
    }

    private var exact: Exact {
        var text = Array(description.utf8)[...]
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { text.removeFirst() }
        var exponent = 0
        if let mark = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
            exponent = Self.exponent(text[(mark + 1)...])
            text = text[..<mark]
        }
        let point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex
        exponent += point - text.startIndex
        var digits = text.filter { $0 != UInt8(ascii: ".") }[...]
        while digits.first == UInt8(ascii: "0") {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        if digits.isEmpty { return Exact(isNegative: false, digits: [], exponent: 0) }
        return Exact(isNegative: isNegative, digits: digits, exponent: exponent)
    }

    /// Exponents beyond any text's length are all alike in that the number is infinite or zero.
    private static func exponent(_ text: ArraySlice<UInt8>) -> Int {
        let magnitude = text.filter { $0 >= UInt8(ascii: "0") }.reduce(0) {
            min($0 * 10 + Int($1 - UInt8(ascii: "0")), 1 << 50)
        }
        return text.first == UInt8(ascii: "-") ? -magnitude : magnitude
    }
}
