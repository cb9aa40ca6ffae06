import Foundations
import JSONModel

/// A moment in a time zone, and its components as numbers.
struct CivilTime {
    let day: Int
    let parts: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int)
    /// Minutes east of UTC.
    let offset: Int

    init(milliseconds: Double, offset: Int) {
        let local = Int64(milliseconds.rounded(.down)) + Int64(offset) * 60_000
        let moment = Timestamp(milliseconds: local)
        parts = moment.civil
        day = Timestamp.day(year: parts.year, month: parts.month, day: parts.day)
        self.offset = offset
    }

    /// 1 for Monday to 7 for Sunday.
    var weekday: Int { (day + 3) % 7 < 0 ? (day + 3) % 7 + 8 : (day + 3) % 7 + 1 }

    /// The Thursday of the week: it says which month and year the week belongs to (ISO 8601).
    private var thursday: (year: Int, month: Int, day: Int, number: Int) {
        let number = day - weekday + 4
        let civil = Timestamp(milliseconds: Int64(number) * 86_400_000).civil
        return (civil.year, civil.month, civil.day, number)
    }

    func number(_ specifier: Character) -> Int {
        switch specifier {
        case "Y": parts.year
        case "M": parts.month
        case "D": parts.day
        case "d": day - Timestamp.day(year: parts.year, month: 1, day: 1) + 1
        case "F": weekday
        case "W": (thursday.number - Timestamp.day(year: thursday.year, month: 1, day: 1)) / 7 + 1
        case "w": (thursday.day - 1) / 7 + 1
        case "X": thursday.year
        case "x": thursday.month
        case "H": parts.hour
        case "h": parts.hour % 12 == 0 ? 12 : parts.hour % 12
        case "P": parts.hour < 12 ? 0 : 1
        case "m": parts.minute
        case "s": parts.second
        default: parts.millisecond
        }
    }
}

/// Dates and times as pictures show them.
enum DateTimeFormatter {
    static func text(_ milliseconds: Double, _ picture: DateTimePicture, zone: String?) throws(JSONataError) -> String {
        let time = CivilTime(milliseconds: milliseconds, offset: offset(zone))
        var text = ""
        for part in picture.parts {
            switch part {
            case .literal(let literal): text += literal
            case .component(let component): text += try Self.text(time, component)
            }
        }
        return text
    }

    /// `+0530` as minutes.
    static func offset(_ zone: String?) -> Int {
        guard let zone, let number = Int(zone.hasPrefix("+") ? String(zone.dropFirst()) : zone), abs(number) < 10_000
        else {
            return 0
        }
        return number / 100 * 60 + number % 100
    }

    private static func text(_ time: CivilTime, _ component: DateTimePicture.Component) throws(JSONataError) -> String {
        switch component.specifier {
        case "Z", "z": return try zone(time, component)
        case "C", "E": return "ISO"
        case "P":
            let name = time.number("P") == 0 ? "am" : "pm"
            return component.names == .upper ? name.uppercased() : name
        default: break
        }
        if let names = component.names { return try name(time, component, names) }
        var value = time.number(component.specifier)
        if let digits = component.yearDigits, digits < 10 {
            var modulus = 1
            for _ in 0..<digits { modulus *= 10 }
            value %= modulus
        }
        return try component.integer?.format(Double(value)) ?? String(value)
    }

    private static func name(
        _ time: CivilTime, _ component: DateTimePicture.Component, _ names: DateTimePicture.NameCase
    ) throws(JSONataError) -> String {
        var name: String
        switch component.specifier {
        case "M", "x": name = CalendarNames.months[time.number(component.specifier) - 1]
        case "F": name = CalendarNames.days[time.weekday - 1]
        default: throw JSONataError(code: "D3133", value: .string(String(component.specifier)))
        }
        if let most = component.mostWidth { name = String(name.prefix(most)) }
        switch names {
        case .lower: return name.lowercased()
        case .upper: return name.uppercased()
        case .title: return name
        }
    }

    private static func zone(_ time: CivilTime, _ component: DateTimePicture.Component) throws(JSONataError) -> String {
        if time.offset == 0, component.isTraditional { return "Z" }
        guard let integer = component.integer else { return "" }
        let hours = time.offset / 60
        let minutes = abs(time.offset % 60)
        let joined = Double(abs(hours) * 100 + minutes)
        var text: String
        if integer.regularGroup > 0 || integer.leastDigits == 3 || integer.leastDigits == 4 {
            text = try integer.format(joined)
        } else if integer.leastDigits <= 2 {
            text = try integer.format(Double(abs(hours)))
            if minutes != 0 { text += ":" + (minutes < 10 ? "0" : "") + String(minutes) }
        } else {
            throw JSONataError(code: "D3134", value: .int(integer.leastDigits))
        }
        text = (time.offset < 0 ? "-" : "+") + text
        return component.specifier == "z" ? "GMT" + text : text
    }
}
