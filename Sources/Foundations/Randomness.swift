/// Where random bits come from. The live one is `SystemRandomness`; tests and simulations have a seeded one.
public protocol RandomSource: Sendable {
    func next() -> UInt64
}

extension RandomSource {
    /// A number of 0..<1, of 53 random bits.
    public func unitInterval() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A version-4 UUID (RFC 9562), in lower case.
    public func uuid() -> String {
        let high = next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = hexadecimal(high) + hexadecimal(low)
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position == 8 || position == 12 || position == 16 || position == 20 { text.append("-") }
            text.append(digit)
        }
        return text
    }

    private func hexadecimal(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

/// The machine's random generator.
public struct SystemRandomness: RandomSource {
    public init() {}
    public func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
