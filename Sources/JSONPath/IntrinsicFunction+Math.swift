import Foundations
import JSONModel

extension IntrinsicFunction {
    /// A number cut to an integer of 32 bits; nil where it is none. (AWS documents rounding to the nearest integer;
    /// what it does for indices, sizes, ranges and random bounds is cutting.)
    static func truncated(_ value: JSONValue) -> Int? {
        guard let number = value.doubleValue, number.isFinite else { return nil }
        return Int32(exactly: number.rounded(.towardZero)).map(Int.init)
    }

    /// `States.MathAdd`: both numbers rounded to the nearest integer; operands and sum of 32 bits.
    static func add(_ left: JSONValue, _ right: JSONValue) -> JSONValue? {
        guard let left = rounded(left), let right = rounded(right) else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : .int(Int(sum))
    }

    private static func rounded(_ value: JSONValue) -> Int32? {
        guard let number = value.doubleValue, number.isFinite else { return nil }
        return Int32(exactly: (number + 0.5).rounded(.down))
    }

    /// `States.MathRandom`: from `start` on and below `end`. The same seed gives the same number.
    static func random(_ values: [JSONValue], _ random: any RandomSource) -> JSONValue? {
        guard let start = truncated(values[0]), let end = truncated(values[1]), start < end else { return nil }
        let bits: UInt64
        if values.count == 3 {
            guard let seed = truncated(values[2]) else { return nil }
            bits = mixed(UInt64(bitPattern: Int64(seed)))
        } else {
            bits = random.next()
        }
        return .int(start + Int(bits.multipliedFullWidth(by: UInt64(end - start)).high))
    }

    /// SplitMix64's output function (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators").
    private static func mixed(_ seed: UInt64) -> UInt64 {
        var bits = seed &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
