extension Timestamp {
    /// Reads RFC 3339 as the States Language takes it (`2016-03-14T01:59:00.123Z`, `…+02:00`); nil for anything else.
    public init?(rfc3339 text: String) {
        var reader = RFC3339Reader(bytes: Array(text.utf8))
        guard let milliseconds = reader.read() else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

private struct RFC3339Reader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() -> Int64? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2), take("T"),
            let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
            (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
            hour < 24, minute < 60, second <= 60, let fraction = fraction(), let offset = offset(),
            position == bytes.count
        else { return nil }
        let days = Int64(Timestamp.day(year: year, month: month, day: day))
        let seconds = Int64(hour * 3600 + minute * 60 + second - offset * 60)
        return (days * 86_400 + seconds) * 1000 + fraction
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private mutating func number(_ digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<(position + digits)] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += digits
        return value
    }

    /// Milliseconds; further digits are dropped.
    private mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let start = position
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
        guard position > start else { return nil }
        let digits = bytes[start..<position].prefix(3)
        let value = digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        return digits.count == 1 ? value * 100 : digits.count == 2 ? value * 10 : value
    }

    /// Minutes east of Greenwich.
    private mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 60 + minutes)
    }

    private mutating func take(_ character: Character) -> Bool {
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }
}
