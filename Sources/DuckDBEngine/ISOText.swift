/// Dates and times as ISO 8601 writes them, from DuckDB's counts since 1970-01-01.
enum ISOText {
    /// `2013-01-31`; years beyond 9999 and before 0 carry a sign and six digits, as ISO 8601 asks.
    static func date(days: Int32) -> String {
        if let infinite = infinity(days, Int32.max) { return infinite }
        return date(days: Int(days))
    }

    private static func date(days: Int) -> String {
        let (year, month, day) = civil(days)
        let years = (0...9999).contains(year) ? pad(year, 4) : (year < 0 ? "-" : "+") + pad(abs(year), 6)
        return years + "-" + pad(month, 2) + "-" + pad(day, 2)
    }

    static func timestamp(_ value: Int64, unitsASecond: Int64, zone: String = "") -> String {
        if let infinite = infinity(value, Int64.max) { return infinite }
        let unitsADay = 86_400 * unitsASecond
        let (day, rest) = floorDivision(value, unitsADay)
        return date(days: Int(day)) + "T" + time(rest, unitsASecond: unitsASecond) + zone
    }

    /// `05:00:00` or `05:00:00.125`: the fraction without its trailing zeros.
    static func time(_ value: Int64, unitsASecond: Int64) -> String {
        let seconds = value / unitsASecond
        let digits = String(unitsASecond).count - 1
        return clock(seconds) + fraction(value % unitsASecond, digits)
    }

    /// The upper 40 bits are microseconds, the lower 24 the offset, counted down from +15:59:59.
    static func time(withZone bits: UInt64) -> String {
        let offset = 57_599 - Int64(bits & 0xFF_FFFF)
        let zone = clock(abs(offset))
        let short = zone.hasSuffix(":00") ? String(zone.dropLast(3)) : zone
        return time(Int64(bits >> 24), unitsASecond: 1_000_000) + (offset < 0 ? "-" : "+") + short
    }

    static func fraction(_ value: Int64, _ digits: Int) -> String {
        guard value != 0 else { return "" }
        var text = pad(Int(value), digits)
        while text.hasSuffix("0") { text.removeLast() }
        return "." + text
    }

    private static func clock(_ seconds: Int64) -> String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { pad(Int($0), 2) }.joined(separator: ":")
    }

    private static func infinity<I: FixedWidthInteger & SignedInteger>(_ value: I, _ max: I) -> String? {
        value == max ? "infinity" : value == -max ? "-infinity" : nil
    }

    private static func floorDivision(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let rest = value % divisor
        return rest < 0 ? (value / divisor - 1, rest + divisor) : (value / divisor, rest)
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// The proleptic Gregorian date of a day number, by eras of 400 years that begin in March.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
