/// FNV-1a of 64 bits (Fowler, Noll, Vo): the same in every process, where Swift's `Hasher` is not. Not for secrets.
public struct StableHash: Sendable {
    public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    public init(_ text: String) { add(text) }

    public mutating func add(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// Hexadecimal, without leading zeros.
    public var text: String { String(value, radix: 16) }
}
