/// Eight bytes at a time.
enum ByteScan {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The eight bytes from there on; the first is the lowest.
    @inline(__always)
    static func word(_ place: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
    }

    /// Its lowest set bit is the high bit of the first byte that ends a string's run: a quote, a backslash or a control
    /// character. Zero where none does.
    @inline(__always)
    static func stops(_ word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        return ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word) & highs
    }

    @inline(__always)
    static func isStop(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x5C || byte < 0x20 }

    /// Whether the `count` bytes, two or more, are the same.
    @inline(__always)
    static func equal(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        guard count >= 8 else { return equalFew(left, right, count) }
        var offset = 0
        while offset + 8 <= count {
            if word(left + offset) != word(right + offset) { return false }
            offset += 8
        }
        return word(left + (count - 8)) == word(right + (count - 8))
    }

    @inline(__always)
    private static func equalFew(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        func half(_ place: UnsafePointer<UInt8>) -> UInt32 { UnsafeRawPointer(place).loadUnaligned(as: UInt32.self) }
        if count >= 4 { return half(left) == half(right) && half(left + (count - 4)) == half(right + (count - 4)) }
        for offset in 0..<count where left[offset] != right[offset] { return false }
        return true
    }

    static func equal(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return equal(first, second, left.count)
    }
}
