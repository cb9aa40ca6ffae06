/// Writes ZIP archives (PKWARE's APPNOTE 6.3) whose entries are stored as they are. The same files give the same bytes:
/// the order is the caller's, every date is 1980-01-01.
struct ZipArchive {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    private static let dosDate: UInt16 = 0x21
    /// Names are UTF-8.
    private static let flags: UInt16 = 0x800

    /// Adds a file; `name` with `/`, below 65,536 bytes.
    mutating func add(_ name: String, _ content: [UInt8], isExecutable: Bool = false) {
        let checksum = CRC32.checksum(content)
        let offset = UInt32(bytes.count)
        var header: [UInt8] = []
        Self.append16(&header, 20, Self.flags, 0, 0, Self.dosDate)
        Self.append32(&header, checksum, UInt32(content.count), UInt32(content.count))
        Self.append16(&header, UInt16(name.utf8.count), 0)
        Self.append32(&bytes, 0x0403_4B50)
        bytes += header + Array(name.utf8) + content
        // Made on Unix, so that the mode counts.
        let mode: UInt32 = isExecutable ? 0o100755 : 0o100644
        Self.append32(&directory, 0x0201_4B50)
        Self.append16(&directory, UInt16(3 << 8 | 20))
        directory += header
        Self.append16(&directory, 0, 0, 0)
        Self.append32(&directory, mode << 16, offset)
        directory += Array(name.utf8)
        count += 1
    }

    /// The archive.
    func finished() -> [UInt8] {
        var end: [UInt8] = []
        Self.append32(&end, 0x0605_4B50)
        Self.append16(&end, 0, 0, UInt16(count), UInt16(count))
        Self.append32(&end, UInt32(directory.count), UInt32(bytes.count))
        Self.append16(&end, 0)
        return bytes + directory + end
    }

    private static func append16(_ bytes: inout [UInt8], _ numbers: UInt16...) {
        for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
    }

    private static func append32(_ bytes: inout [UInt8], _ numbers: UInt32...) {
        for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
    }
}

/// The CRC of ISO 3309, as ZIP uses it.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
        return value ^ 0xFFFF_FFFF
    }
}
