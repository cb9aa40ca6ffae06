/// The cyclic redundancy checks that S3 takes:
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
public struct CyclicChecksum: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case crc32, crc32c, crc64nvme

        /// The generator polynomial, its bits reflected.
        fileprivate var polynomial: UInt64 {
            switch self {
            case .crc32: 0xEDB8_8320
            case .crc32c: 0x82F6_3B78
            case .crc64nvme: 0x9A6C_9329_AC4B_C9B5
            }
        }

        fileprivate var ones: UInt64 { self == .crc64nvme ? .max : 0xFFFF_FFFF }
        fileprivate var byteCount: Int { self == .crc64nvme ? 8 : 4 }

        fileprivate var table: [UInt64] {
            switch self {
            case .crc32: Self.tables[0]
            case .crc32c: Self.tables[1]
            case .crc64nvme: Self.tables[2]
            }
        }

        private static let tables = allCases.map { kind in
            (0..<256).map { byte in
                (0..<8).reduce(UInt64(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ kind.polynomial : value >> 1 }
            }
        }
    }

    private let kind: Kind
    private let table: [UInt64]
    private var value: UInt64

    public init(_ kind: Kind) {
        self.kind = kind
        table = kind.table
        value = kind.ones
    }

    public mutating func update(_ bytes: [UInt8]) {
        var value = value
        table.withUnsafeBufferPointer { table in
            for byte in bytes { value = table[Int((value ^ UInt64(byte)) & 0xFF)] ^ value >> 8 }
        }
        self.value = value
    }

    /// The checksum, most significant byte first.
    public var bytes: [UInt8] {
        let result = value ^ kind.ones
        return (0..<kind.byteCount).reversed().map { UInt8(truncatingIfNeeded: result >> UInt64($0 * 8)) }
    }
}
