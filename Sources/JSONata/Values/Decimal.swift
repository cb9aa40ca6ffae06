/// Exact decimal rounding of binary numbers.
enum Decimal {
    /// `value`, whose shortest digits are given, to `count` significant digits; a tie goes up.
    static func rounded(
        _ value: Double, digits: [UInt8], exponent: Int, to count: Int
    ) -> (digits: [UInt8], exponent: Int) {
        guard digits.count > count, count >= 0 else { return (digits, exponent) }
        var kept = Array(digits.prefix(count))
        var power = exponent
        if roundsUp(value, digits, exponent, count) {
            var index = count - 1
            while index >= 0, kept[index] == 9 {
                kept[index] = 0
                index -= 1
            }
            if index >= 0 {
                kept[index] += 1
            } else {
                kept.insert(1, at: 0)
                power += 1
            }
        }
        while kept.last == 0 { kept.removeLast() }
        return (kept, power)
    }

    /// A 5 with nothing behind it is a tie only of the shortest digits: the exact value decides.
    private static func roundsUp(_ value: Double, _ digits: [UInt8], _ exponent: Int, _ count: Int) -> Bool {
        guard digits[count] == 5, digits.count == count + 1 else { return digits[count] >= 5 }
        return exactlyReaches(value, digits, exponent)
    }

    /// Whether `value` is at least 0.d1…dn × 10^exponent.
    private static func exactlyReaches(_ value: Double, _ digits: [UInt8], _ exponent: Int) -> Bool {
        var binary = Natural(value.significandBitPattern | (1 << 52))
        var decimal = Natural(0)
        for digit in digits { decimal.multiply(by: 10, adding: UInt32(digit)) }
        let binaryPower = Int(value.exponent) - 52
        let decimalPower = exponent - digits.count
        if binaryPower >= 0 { binary.shift(by: binaryPower) } else { decimal.shift(by: -binaryPower) }
        for _ in 0..<abs(decimalPower) {
            if decimalPower > 0 { decimal.multiply(by: 10, adding: 0) } else { binary.multiply(by: 10, adding: 0) }
        }
        return !binary.isLess(than: decimal)
    }
}

/// A natural number of any size; just what decimal rounding and radix conversion need.
struct Natural {
    /// Little-endian, without leading zeros.
    private var limbs: [UInt32] = []

    init(_ value: UInt64) {
        limbs = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
        trim()
    }

    /// A whole, finite, non-negative number.
    init(whole value: Double) {
        if let small = UInt64(exactly: value) {
            self.init(small)
        } else {
            self.init(value.significandBitPattern | (1 << 52))
            shift(by: Int(value.exponent) - 52)
        }
    }

    var isZero: Bool { limbs.isEmpty }

    mutating func multiply(by factor: UInt32, adding carry: UInt32) {
        var carry = UInt64(carry)
        for index in limbs.indices {
            let product = UInt64(limbs[index]) * UInt64(factor) + carry
            limbs[index] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
        if carry > 0 { limbs.append(UInt32(carry)) }
    }

    mutating func shift(by bits: Int) {
        guard !limbs.isEmpty else { return }
        if bits % 32 > 0 { multiply(by: 1 << UInt32(bits % 32), adding: 0) }
        limbs.insert(contentsOf: repeatElement(0, count: bits / 32), at: 0)
    }

    /// Divides and gives the remainder.
    mutating func divide(by divisor: UInt32) -> UInt32 {
        var remainder: UInt64 = 0
        for index in limbs.indices.reversed() {
            let part = remainder << 32 | UInt64(limbs[index])
            limbs[index] = UInt32(part / UInt64(divisor))
            remainder = part % UInt64(divisor)
        }
        trim()
        return UInt32(remainder)
    }

    func isLess(than other: Natural) -> Bool {
        if limbs.count != other.limbs.count { return limbs.count < other.limbs.count }
        for index in limbs.indices.reversed() where limbs[index] != other.limbs[index] {
            return limbs[index] < other.limbs[index]
        }
        return false
    }

    private mutating func trim() { while limbs.last == 0 { limbs.removeLast() } }
}
