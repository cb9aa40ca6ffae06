/// A reflected cyclic redundancy check of at most 64 bits, eight bytes a step ("slicing-by-8", Kounavis and Berry
/// 2005).
struct CRC: Sendable {
    /// The polynomial in reflected notation, and the number of its bits.
    let polynomial: UInt64
    let width: Int
    private let table: [UInt64]
    private var state: UInt64

    /// ISO-HDLC: zlib's CRC-32.
    static let crc32 = CRC(polynomial: 0xEDB8_8320, width: 32)
    /// Castagnoli (RFC 3720).
    static let crc32c = CRC(polynomial: 0x82F6_3B78, width: 32)
    /// NVM Express NVM Command Set Specification 1.0, section 5.2.1.3.4.
    static let crc64nvme = CRC(polynomial: 0x9A6C_9329_AC4B_C9B5, width: 64)

    private var mask: UInt64 { width == 64 ? .max : (1 << UInt64(width)) - 1 }

    init(polynomial: UInt64, width: Int) {
        self.polynomial = polynomial
        self.width = width
        var table = [UInt64](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt64(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
            table[byte] = value
        }
        for index in 256..<(8 * 256) {
            let previous = table[index - 256]
            table[index] = previous >> 8 ^ table[Int(previous & 255)]
        }
        self.table = table
        state = width == 64 ? .max : (1 << UInt64(width)) - 1
    }

    /// The check of what was taken in, big-endian.
    var bytes: [UInt8] {
        let value = state ^ mask
        return stride(from: width - 8, through: 0, by: -8).map { UInt8(value >> UInt64($0) & 255) }
    }

    mutating func update(_ bytes: [UInt8]) {
        var crc = state
        table.withUnsafeBufferPointer { table in
            bytes.withUnsafeBytes { bytes in
                var offset = 0
                while offset + 8 <= bytes.count {
                    crc ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                    var next: UInt64 = 0
                    for slice in 0..<8 { next ^= table[(7 - slice) * 256 + Int(crc >> UInt64(8 * slice) & 255)] }
                    crc = next
                    offset += 8
                }
                for byte in bytes[offset...] { crc = crc >> 8 ^ table[Int((crc ^ UInt64(byte)) & 255)] }
            }
        }
        state = crc
    }

    /// The check of two texts one after the other, from the check of each and the length of the second in bytes:
    /// the first one's, moved on by as many zero bytes, and the second one's, added.
    func joined(_ first: UInt64, _ second: UInt64, length: Int) -> UInt64 {
        var rest = length
        // Multiplication by x^8, squared for each binary digit of the length.
        var step = (0..<width).map { bit in (0..<8).reduce(UInt64(1) << UInt64(bit)) { value, _ in shifted(value) } }
        var value = first
        while rest > 0 {
            if rest & 1 == 1 { value = Self.apply(step, value) }
            step = step.map { Self.apply(step, $0) }
            rest >>= 1
        }
        return value ^ second
    }

    private func shifted(_ value: UInt64) -> UInt64 { value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }

    private static func apply(_ matrix: [UInt64], _ vector: UInt64) -> UInt64 {
        var rest = vector
        var result: UInt64 = 0
        var index = 0
        while rest != 0 {
            if rest & 1 == 1 { result ^= matrix[index] }
            rest >>= 1
            index += 1
        }
        return result
    }
}
