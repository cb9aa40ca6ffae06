/// Bytes that grow at their end.
struct ByteOutput: ~Copyable {
    private var start = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    private var capacity = 256
    private var count = 0

    deinit { start.deallocate() }

    var written: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// Makes room for `more` bytes.
    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.baseAddress else { return }
        reserve(bytes.count)
        (start + count).update(from: first, count: bytes.count)
        count += bytes.count
    }

    mutating func append(_ digits: Int64, scale: Int) {
        reserve(DecimalDigits.most)
        count += DecimalDigits.write(digits, scale: scale, to: start + count)
    }

    mutating func newline(_ depth: Int) {
        reserve(1 + depth * 2)
        start[count] = 0x0A
        (start + count + 1).update(repeating: 0x20, count: depth * 2)
        count += 1 + depth * 2
    }

    /// A string in quotes, with what JSON wants escaped.
    mutating func appendQuoted(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.baseAddress else { return append("\"\"") }
        reserve(bytes.count + 10)
        start[count] = UInt8(ascii: "\"")
        count += 1
        var place = first
        let end = first + bytes.count
        while place < end {
            place = copyRun(place, end)
            guard place < end else { break }
            appendEscaped(place.pointee)
            place += 1
            reserve(end - place + 10)
        }
        start[count] = UInt8(ascii: "\"")
        count += 1
    }

    /// Copies up to the first byte that must be escaped. There is room for all, and eight bytes more.
    @inline(__always)
    private mutating func copyRun(_ from: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var place = from
        var target = UnsafeMutableRawPointer(start + count)
        while end - place >= 8 {
            let word = ByteScan.word(place)
            target.storeBytes(of: word.littleEndian, as: UInt64.self)
            let stops = ByteScan.stops(word)
            if stops != 0 {
                let length = stops.trailingZeroBitCount >> 3
                count += place - from + length
                return place + length
            }
            place += 8
            target += 8
        }
        while place < end, !ByteScan.isStop(place.pointee) {
            target.storeBytes(of: place.pointee, as: UInt8.self)
            place += 1
            target += 1
        }
        count += place - from
        return place
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        default:
            append("\\u00")
            append(Self.hex(byte >> 4))
            append(Self.hex(byte & 0xF))
        }
    }

    private static func hex(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }
}
