import Foundations

/// ISO 8601 timestamps as `$toMillis` takes them without a picture: a year, then as much as there is.
enum ISOTimestamp {
    /// Milliseconds since 1970; nil where the text is none.
    static func milliseconds(_ text: String) -> Double? {
        var reader = Reader(bytes: Array(text.utf8))
        guard let year = reader.digits(4) else { return nil }
        var month = 1
        var day = 1
        if reader.take(0x2D) {
            guard let value = reader.digits(2) else { return nil }
            month = value
            if reader.take(0x2D) {
                guard let value = reader.digits(2) else { return nil }
                day = value
            }
        }
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        guard let time = time(&reader), let offset = offset(&reader), reader.isAtEnd else { return nil }
        let minutes = Timestamp.day(year: year, month: month, day: day) * 1440 - offset
        return Double(minutes) * 60_000 + time
    }

    private static func time(_ reader: inout Reader) -> Double? {
        guard reader.take(0x54) else { return 0 }
        guard let hour = reader.digits(2), reader.take(0x3A), let minute = reader.digits(2), reader.take(0x3A),
            let second = reader.digits(2), hour <= 24, minute < 60, second < 60
        else { return nil }
        var milliseconds = 0.0
        if reader.take(0x2E) {
            var scale = 100.0
            var count = 0
            while let digit = reader.digits(1) {
                milliseconds += Double(digit) * scale
                scale /= 10
                count += 1
                if count >= 3 { scale = 0 }
            }
            if count == 0 { return nil }
        }
        return Double((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
    }

    /// Minutes east of UTC.
    private static func offset(_ reader: inout Reader) -> Int? {
        if reader.isAtEnd || reader.take(0x5A) { return 0 }
        let isWest = reader.take(0x2D)
        guard isWest || reader.take(0x2B), let hours = reader.digits(2) else { return nil }
        _ = reader.take(0x3A)
        guard let minutes = reader.digits(2) else { return nil }
        return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }

    private struct Reader {
        let bytes: [UInt8]
        var index = 0

        var isAtEnd: Bool { index == bytes.count }

        mutating func take(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            guard index + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[index..<index + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            index += count
            return value
        }
    }
}
