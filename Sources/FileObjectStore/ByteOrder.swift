#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The order of S3's listings: that of unsigned bytes.
enum ByteOrder {
    /// Negative, zero or positive as `left` comes before `right`, is equal, or comes after it.
    static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
        let order = compare(left, right, count: min(left.count, right.count))
        return order == 0 ? left.count - right.count : order
    }

    static func begins(_ text: [UInt8], with prefix: [UInt8]) -> Bool {
        text.count >= prefix.count && compare(text, prefix, count: prefix.count) == 0
    }

    private static func compare(_ left: [UInt8], _ right: [UInt8], count: Int) -> Int {
        left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else { return 0 }
                return Int(memcmp(leftStart, rightStart, count))
            }
        }
    }
}
