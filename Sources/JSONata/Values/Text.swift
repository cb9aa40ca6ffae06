/// Comparison and measure of strings as JavaScript has them: by code units and code points, never by grapheme.
enum Text {
    /// Same code points (Swift's `==` takes canonically equivalent strings for equal).
    @inline(__always)
    static func same(_ left: String, _ right: String) -> Bool {
        left == right && (left.utf8.count == right.utf8.count) && sameBytes(left, right)
    }

    private static func sameBytes(_ left: String, _ right: String) -> Bool {
        left.utf8.count < 2 || left.utf8.elementsEqual(right.utf8)
    }

    /// Order by UTF-16 code units.
    static func precedes(_ left: String, _ right: String) -> Bool {
        var second = right.utf16.makeIterator()
        for unit in left.utf16 {
            guard let other = second.next() else { return false }
            if unit != other { return unit < other }
        }
        return second.next() != nil
    }

    /// The text of code units; quick where all are ASCII.
    static func string(_ units: ArraySlice<UInt16>) -> String {
        var isASCII = true
        for unit in units where unit >= 0x80 { isASCII = false }
        guard isASCII else { return String(decoding: units, as: UTF16.self) }
        return String(unsafeUninitializedCapacity: units.count) { buffer in
            var index = 0
            for unit in units {
                buffer[index] = UInt8(truncatingIfNeeded: unit)
                index += 1
            }
            return index
        }
    }

    /// The UTF-16 code units.
    static func units(_ text: String) -> [UInt16] {
        let plain: [UInt16]?? = text.utf8.withContiguousStorageIfAvailable { bytes in
            var all: UInt8 = 0
            for byte in bytes { all |= byte }
            guard all < 0x80 else { return nil }
            return [UInt16](unsafeUninitializedCapacity: bytes.count) { buffer, count in
                for index in bytes.indices { buffer[index] = UInt16(bytes[index]) }
                count = bytes.count
            }
        }
        return plain.flatMap { $0 } ?? Array(text.utf16)
    }

    /// Adds the text of code units to UTF-8.
    static func append(_ units: ArraySlice<UInt16>, to bytes: inout [UInt8]) {
        let count = bytes.count
        for unit in units {
            guard unit < 0x80 else {
                bytes.removeSubrange(count...)
                bytes += String(decoding: units, as: UTF16.self).utf8
                return
            }
            bytes.append(UInt8(truncatingIfNeeded: unit))
        }
    }

    static func length(_ text: String) -> Int { text.unicodeScalars.count }

    /// Code points `range` of the text; bounds are cut to it.
    static func slice(_ text: String, _ range: Range<Int>) -> String {
        let scalars = text.unicodeScalars
        let start = scalars.index(scalars.startIndex, offsetBy: max(0, range.lowerBound), limitedBy: scalars.endIndex)
        guard let start else { return "" }
        let end = scalars.index(start, offsetBy: max(0, range.count), limitedBy: scalars.endIndex) ?? scalars.endIndex
        return String(scalars[start..<end])
    }

    /// Where `part` first stands in `text`, in bytes; nil where it does not.
    static func find(_ part: [UInt8], in text: [UInt8], from start: Int = 0) -> Int? {
        guard part.count <= text.count else { return nil }
        guard let first = part.first else { return start <= text.count ? start : nil }
        var index = start
        let last = text.count - part.count
        while index <= last {
            if text[index] == first, matches(part, text, at: index) { return index }
            index += 1
        }
        return nil
    }

    private static func matches(_ part: [UInt8], _ text: [UInt8], at index: Int) -> Bool {
        for offset in part.indices where text[index + offset] != part[offset] { return false }
        return true
    }
}
