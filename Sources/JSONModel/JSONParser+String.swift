extension JSONParser {
    /// The string whose quote stands here.
    mutating func parseString() throws(JSONSyntaxError) -> String {
        next += 1
        let begin = next
        let wide = skipRun()
        guard next < end else { throw error("unterminated string") }
        guard next.pointee == UInt8(ascii: "\"") else { return try parseEscapedString(from: begin) }
        let bytes = UnsafeBufferPointer(start: begin, count: next - begin)
        next += 1
        if wide { return try validated(bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Goes to the first byte that ends a run (or the end); whether bytes beyond ASCII came before.
    @inline(__always)
    private mutating func skipRun() -> Bool {
        var place = next
        var seen: UInt64 = 0
        while end - place >= 8 {
            let word = ByteScan.word(place)
            let stops = ByteScan.stops(word)
            if stops != 0 {
                let bits = stops.trailingZeroBitCount & ~7
                next = place + bits >> 3
                return (seen | word & ~(~0 << UInt64(bits))) & ByteScan.highs != 0
            }
            seen |= word
            place += 8
        }
        while place < end, !ByteScan.isStop(place.pointee) {
            seen |= UInt64(place.pointee)
            place += 1
        }
        next = place
        return seen & ByteScan.highs != 0
    }

    private mutating func validated(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) -> String {
        if let text = exactText(bytes) { return text }
        if let begin = bytes.baseAddress { next = begin + Self.validPrefix(of: bytes) }
        throw error("the string is not UTF-8")
    }

    private static func validPrefix(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        var valid = 0
        while case .scalarValue(let scalar) = decoder.decode(&rest) { valid += UTF8.width(scalar) }
        return valid
    }

    /// The rest of a string in which something other than its end stands here.
    private mutating func parseEscapedString(from begin: UnsafePointer<UInt8>) throws(JSONSyntaxError) -> String {
        unescaped.removeAll(keepingCapacity: true)
        unescaped.append(contentsOf: UnsafeBufferPointer(start: begin, count: next - begin))
        while next < end {
            switch next.pointee {
            case UInt8(ascii: "\""):
                next += 1
                if let text = unescaped.withUnsafeBufferPointer(exactText) { return text }
                throw invalid(from: begin)
            case UInt8(ascii: "\\"):
                next += 1
                try parseEscape()
            case 0..<0x20: throw error("a control character must be escaped")
            default:
                let run = next
                _ = skipRun()
                unescaped.append(contentsOf: UnsafeBufferPointer(start: run, count: next - run))
            }
        }
        throw error("unterminated string")
    }

    /// Escapes are ASCII, so the source shows the first wrong byte as well as what they stand for.
    private mutating func invalid(from begin: UnsafePointer<UInt8>) -> JSONSyntaxError {
        next = begin + Self.validPrefix(of: UnsafeBufferPointer(start: begin, count: next - begin))
        return error("the string is not UTF-8")
    }

    private mutating func parseEscape() throws(JSONSyntaxError) {
        guard next < end else { throw error("unterminated string") }
        let byte = next.pointee
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"):
            next += 1
            unescaped.append(contentsOf: String(try parseUnicodeEscape()).utf8)
            return
        default: throw error("unknown escape")
        }
        next += 1
    }

    /// A surrogate without its partner becomes U+FFFD.
    private mutating func parseUnicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        let first = try parseHex4()
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? replacement }
        let beforePartner = next
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            next = beforePartner
            return replacement
        }
        let second = try parseHex4()
        guard (0xDC00..<0xE000).contains(second) else {
            next = beforePartner
            return replacement
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? replacement
    }

    private mutating func parseHex4() throws(JSONSyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard next < end, let digit = Self.hexDigit(next.pointee) else {
                throw error("expected four hexadecimal digits")
            }
            value = value << 4 | digit
            next += 1
        }
        return value
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

/// Nil where they are not UTF-8: then what was decoded has been repaired.
private func exactText(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    var text = String(decoding: bytes, as: UTF8.self)
    return text.withUTF8 { ByteScan.equal($0, bytes) } ? text : nil
}
