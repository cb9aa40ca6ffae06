/// A regular expression's tree, with JavaScript's meaning (ECMA-262 §22.2, without the `u` flag: code units).
indirect enum RegexSyntax: Sendable {
    case empty
    case unit(UInt16)
    case set(RegexSet)
    case anyExceptLineEnd
    case sequence([RegexSyntax])
    case alternatives([RegexSyntax])
    case group(RegexSyntax, capture: Int)
    case repetition(RegexSyntax, least: Int, most: Int?, isGreedy: Bool, captures: Range<Int>)
    case lineStart
    case lineEnd
    case wordBoundary(isNegated: Bool)
    case backreference(Int)
    case namedBackreference(String)
    case look(RegexSyntax, isBehind: Bool, isNegated: Bool, captures: Range<Int>)
}

/// A set of code units: ranges, sorted and apart.
struct RegexSet: Sendable {
    private(set) var ranges: [ClosedRange<UInt16>]
    var isNegated: Bool

    init(_ ranges: [ClosedRange<UInt16>], isNegated: Bool = false) {
        self.isNegated = isNegated
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, Int(range.lowerBound) <= Int(last.upperBound) + 1 {
                self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    @inline(__always)
    func contains(_ unit: UInt16) -> Bool {
        for range in ranges where range.contains(unit) { return !isNegated }
        return isNegated
    }

    static let digits: [ClosedRange<UInt16>] = [0x30...0x39]
    static let word: [ClosedRange<UInt16>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    static let space: [ClosedRange<UInt16>] = [
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ]

    static func complement(_ ranges: [ClosedRange<UInt16>]) -> [ClosedRange<UInt16>] {
        var result: [ClosedRange<UInt16>] = []
        var next = 0
        for range in RegexSet(ranges).ranges {
            if Int(range.lowerBound) > next { result.append(UInt16(next)...(range.lowerBound - 1)) }
            next = Int(range.upperBound) + 1
        }
        if next <= 0xFFFF { result.append(UInt16(next)...0xFFFF) }
        return result
    }

    /// The set closed under case, for the `i` flag.
    func ignoringCase() -> RegexSet {
        var more = ranges
        for range in ranges {
            for unit in range where unit < 0x0590 || (unit >= 0x1E00 && unit < 0x2200) || unit >= 0xFF21 {
                for other in RegexCase.variants(unit) where other != unit { more.append(other...other) }
            }
        }
        return RegexSet(more, isNegated: isNegated)
    }
}

/// Simple case mapping of single code units (ECMA-262 Canonicalize without `u`).
enum RegexCase {
    static func canonical(_ unit: UInt16) -> UInt16 {
        if unit < 0x80 { return unit >= 0x61 && unit <= 0x7A ? unit - 0x20 : unit }
        guard let scalar = Unicode.Scalar(unit) else { return unit }
        let upper = Array(scalar.properties.uppercaseMapping.utf16)
        guard upper.count == 1, upper[0] >= 0x80 else { return unit }
        return upper[0]
    }

    static func variants(_ unit: UInt16) -> [UInt16] {
        guard let scalar = Unicode.Scalar(unit) else { return [unit] }
        let mapped = [scalar.properties.uppercaseMapping, scalar.properties.lowercaseMapping]
        let units = mapped.compactMap { text in text.utf16.count == 1 ? text.utf16.first : nil }
        return [unit] + units.filter { canonical($0) == canonical(unit) }
    }
}
