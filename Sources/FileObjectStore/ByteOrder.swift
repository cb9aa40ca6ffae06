#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The order of S3's listings: that of unsigned bytes.
enum ByteOrder {
    /// Negative, zero or positive as `left` comes before `right`, is equal, or comes after it.
    static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
        let order = left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else { return Int32(0) }
                return memcmp(leftStart, rightStart, min(left.count, right.count))
            }
        }
        return order == 0 ? left.count - right.count : Int(order)
    }

    static func begins(_ text: [UInt8], with prefix: [UInt8]) -> Bool {
        text.count >= prefix.count && compare(Array(text[..<prefix.count]), prefix) == 0
    }
}
