extension JSONParser {
    /// The number that begins here, with a sign or a digit.
    mutating func parseNumber() throws(JSONSyntaxError) -> JSONNumber {
        let begin = next
        let isNegative = take(UInt8(ascii: "-"))
        let firstDigit = next
        var digits: UInt64 = 0
        try parseDigits(&digits)
        if next - firstDigit > 1, firstDigit.pointee == UInt8(ascii: "0") {
            next = firstDigit + 1
            throw error("a number may not begin with 0")
        }
        var scale = 0
        if take(UInt8(ascii: ".")) {
            let fraction = next
            try parseDigits(&digits)
            scale = next - fraction
        }
        guard next == end || next.pointee | 0x20 != UInt8(ascii: "e") else { return try parseExponent(from: begin) }
        let length = next - firstDigit
        if length <= JSONNumber.mostDigits, digits != 0 || !isNegative {
            let value = Int64(truncatingIfNeeded: digits)
            return JSONNumber(digits: isNegative ? -value : value, scale: scale)
        }
        return number(from: begin, isInteger: scale == 0)
    }

    /// Digits, at least one, added to a number that is kept modulo 2^64.
    @inline(__always)
    private mutating func parseDigits(_ number: inout UInt64) throws(JSONSyntaxError) {
        let begin = next
        while next < end, next.pointee &- UInt8(ascii: "0") <= 9 {
            number = number &* 10 &+ UInt64(next.pointee &- UInt8(ascii: "0"))
            next += 1
        }
        guard next != begin else { throw error("expected a digit") }
    }

    private mutating func parseExponent(from begin: UnsafePointer<UInt8>) throws(JSONSyntaxError) -> JSONNumber {
        next += 1
        if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
        var ignored: UInt64 = 0
        try parseDigits(&ignored)
        return number(from: begin, isInteger: false)
    }

    private func number(from begin: UnsafePointer<UInt8>, isInteger: Bool) -> JSONNumber {
        let text = String(decoding: UnsafeBufferPointer(start: begin, count: next - begin), as: UTF8.self)
        return JSONNumber(validated: text, isInteger: isInteger)
    }
}
