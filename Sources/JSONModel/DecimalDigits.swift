/// Integers and decimals as ASCII digits.
enum DecimalDigits {
    /// As many bytes as one number can take: 20 digits, a sign, a point.
    static let most = 24

    /// Writes the number to a place with room for ``most`` bytes, and gives how many it took.
    @inline(__always)
    static func write(_ value: Int64, scale: Int = 0, to place: UnsafeMutablePointer<UInt8>) -> Int {
        var place = place
        let sign = value < 0 ? 1 : 0
        if value < 0 {
            place.pointee = UInt8(ascii: "-")
            place += 1
        }
        var rest = value.magnitude
        let count = max(digits(of: rest), scale + 1) + (scale > 0 ? 1 : 0)
        var position = count - 1
        if scale > 0 {
            for _ in 0..<scale { place[position] = takeDigit(&rest); position -= 1 }
            place[position] = UInt8(ascii: ".")
            position -= 1
        }
        while position >= 0 {
            place[position] = takeDigit(&rest)
            position -= 1
        }
        return count + sign
    }

    @inline(__always)
    private static func takeDigit(_ rest: inout UInt64) -> UInt8 {
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        rest = quotient
        return UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
    }

    private static func digits(of value: UInt64) -> Int {
        var count = 1
        var limit: UInt64 = 10
        while value >= limit {
            count += 1
            let (next, overflows) = limit.multipliedReportingOverflow(by: 10)
            guard !overflows else { return count }
            limit = next
        }
        return count
    }
}
