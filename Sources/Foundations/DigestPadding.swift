/// The padding that MD5 and the SHA family share: a one bit, zeros, the length in bits.
enum DigestPadding {
    static func padded(_ message: [UInt8], block: Int, bigEndian: Bool) -> [UInt8] {
        var bytes = message
        bytes.append(0x80)
        let lengthField = block / 8
        let zeros = (2 * block - lengthField - bytes.count % block) % block
        bytes.append(contentsOf: repeatElement(0, count: zeros + lengthField - 8))
        let bits = UInt64(message.count) * 8
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> (bigEndian ? 56 - shift : shift)))
        }
        return bytes
    }

    static func words<Word: FixedWidthInteger>(_ block: ArraySlice<UInt8>, bigEndian: Bool) -> [Word] {
        let size = Word.bitWidth / 8
        return stride(from: block.startIndex, to: block.endIndex, by: size).map { start in
            let bytes = block[start..<start + size]
            return bigEndian
                ? bytes.reduce(0) { $0 << 8 | Word($1) } : bytes.reversed().reduce(0) { $0 << 8 | Word($1) }
        }
    }

    static func bytes<Word: FixedWidthInteger>(_ words: some Sequence<Word>, bigEndian: Bool) -> [UInt8] {
        words.flatMap { word in
            let bytes = stride(from: 0, to: Word.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: word >> Word($0)) }
            return bigEndian ? bytes.reversed() : bytes
        }
    }
}

extension FixedWidthInteger {
    func rotated(left count: Int) -> Self { self << Self(count) | self >> Self(Self.bitWidth - count) }
    func rotated(right count: Int) -> Self { rotated(left: Self.bitWidth - count) }
}
