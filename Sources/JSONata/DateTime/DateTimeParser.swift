import Foundations
import JSONModel

/// Reads dates and times by a picture: the picture becomes a regular expression, its groups the components.
struct DateTimeParser {
    private let components: [DateTimePicture.Component]
    private let program: RegexProgram

    init(_ picture: DateTimePicture) throws(JSONataError) {
        var pattern = "^"
        var components: [DateTimePicture.Component] = []
        for part in picture.parts {
            switch part {
            case .literal(let text): pattern += Self.escaped(text)
            case .component(let component):
                pattern += "(" + (try Self.pattern(component)) + ")"
                components.append(component)
            }
        }
        self.components = components
        var parser = RegexParser(Array((pattern + "$").utf16), ignoresCase: true, isMultiline: false)
        do {
            program = try parser.compile()
        } catch {
            throw JSONataError(code: "D3136")
        }
    }

    private static func escaped(_ text: String) -> String {
        text.map { ".*+?^${}()|[]\\/".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private static func pattern(_ component: DateTimePicture.Component) throws(JSONataError) -> String {
        if component.specifier == "Z" || component.specifier == "z" {
            let mark = component.integer?.separators.first.map { escaped(String($0.character)) + "[0-9]+" } ?? ""
            return (component.specifier == "z" ? "GMT" : "") + "[-+][0-9]+" + mark
        }
        if component.names != nil {
            guard "MxFPCE".contains(component.specifier) else {
                throw JSONataError(code: "D3133", value: .string(String(component.specifier)))
            }
            return "[a-zA-Z]+"
        }
        guard let integer = component.integer else { return "[a-zA-Z]+" }
        switch integer.style {
        case .letters: return "[a-z]+"
        case .roman: return "[mdclxvi]+"
        case .words: return "(?:" + NumberWords.values.keys.sorted().joined(separator: "|") + "|and|[\\-, ])+"
        case .decimal:
            let digits = integer.parseWidth.map { "[0-9]{\($0)}" } ?? "[0-9]+"
            return digits + (integer.isOrdinal ? "(?:th|st|nd|rd)" : "")
        case .sequence(let token): throw JSONataError(code: "D3130", value: .string(token))
        }
    }

    /// Milliseconds since 1970; nil where the text is not of the picture.
    func milliseconds(_ text: String, now: Timestamp, _ machine: Machine) throws(JSONataError) -> Double? {
        let search = RegexSearch(RegexFunction(program), text, machine)
        guard try search.match(from: 0) != nil else { return nil }
        var values: [Character: Int] = [:]
        for (index, component) in components.enumerated() {
            guard let range = search.bounds(index + 1) else { continue }
            values[component.specifier] = try Self.value(search.slice(range), component)
        }
        return values.isEmpty ? nil : try Self.moment(values, now)
    }

    private static func value(_ text: String, _ component: DateTimePicture.Component) throws(JSONataError) -> Int? {
        switch component.specifier {
        case "Z", "z": return zone(text, component)
        case "f" where component.names == nil: return fraction(text)
        case "P": return text.lowercased() == "pm" ? 1 : 0
        case "C", "E": return nil
        default: break
        }
        guard component.names != nil else {
            return try component.integer?.parse(text).flatMap { abs($0) < 1e9 ? Int($0) : nil }
        }
        let names = component.specifier == "F" ? CalendarNames.days : CalendarNames.months
        let width = component.mostWidth
        let place = names.firstIndex { name in
            (width.map { String(name.prefix($0)) } ?? name).lowercased() == text.lowercased()
        }
        return place.map { $0 + 1 }
    }

    /// Digits behind the decimal point of seconds, cut to milliseconds.
    private static func fraction(_ text: String) -> Int? { text.count <= 3 ? Int(text) : Int(text.prefix(3)) }

    private static func zone(_ text: String, _ component: DateTimePicture.Component) -> Int {
        let body = component.specifier == "z" ? text.dropFirst(3) : Substring(text)
        let sign = body.first == "-" ? -1 : 1
        let digits = body.dropFirst()
        if let mark = component.integer?.separators.first.map({ Character($0.character) }),
            let place = digits.firstIndex(of: mark)
        {
            return sign * ((Int(digits[..<place]) ?? 0) * 60 + (Int(digits[digits.index(after: place)...]) ?? 0))
        }
        if digits.count <= 2 { return sign * (Int(digits) ?? 0) * 60 }
        return sign * ((Int(digits.prefix(2)) ?? 0) * 60 + (Int(digits.dropFirst(2)) ?? 0))
    }

    /// Which components make up the date, which the time; what is missing before them is now's, behind them least.
    private static func moment(_ given: [Character: Int], _ now: Timestamp) throws(JSONataError) -> Double {
        func consists(of parts: String, among all: String) -> Bool {
            let present = all.filter { given[$0] != nil }
            return !present.isEmpty && present.allSatisfy { parts.contains($0) }
        }
        let dateParts = "YXMxWwdD"
        let isDayOfYear = consists(of: "Yd", among: dateParts) && given["d"] != nil
        // Week dates are formatted, but not read, as in the reference.
        let isWeekDate = consists(of: "Xxw", among: dateParts) || consists(of: "XW", among: dateParts)
        if isWeekDate { throw JSONataError(code: "D3136") }
        let isHalfDay = consists(of: "Phmsf", among: "PHhmsf") && (given["h"] != nil || given["P"] != nil)
        let order = (isDayOfYear ? "Yd" : "YMD") + (isHalfDay ? "Phmsf" : "Hmsf")
        let values = try filled(given, order, now)
        var hour = values["H"] ?? 0
        if isHalfDay { hour = (values["h"] ?? 0) % 12 + (values["P"] == 1 ? 12 : 0) }
        let year = values["Y"] ?? 1970
        guard abs(year) < 300_000 else { throw JSONataError(code: "D3136") }
        var day = Timestamp.day(year: year, month: 1, day: 1) + (values["d"] ?? 1) - 1
        if !isDayOfYear { day = civilDay(year, values["M"] ?? 1, values["D"] ?? 1) }
        let minutes = day * 1440 + hour * 60 + (values["m"] ?? 0) - (given["Z"] ?? given["z"] ?? 0)
        return Double(minutes) * 60_000 + Double((values["s"] ?? 0) * 1000 + (values["f"] ?? 0))
    }

    /// Months beyond twelve run over into the next year.
    private static func civilDay(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let months = max(0, month - 1)
        return Timestamp.day(year: year + months / 12, month: months % 12 + 1, day: 1) + day - 1
    }

    private static func filled(
        _ given: [Character: Int], _ order: String, _ now: Timestamp
    ) throws(JSONataError) -> [Character: Int] {
        var values = given
        let current = CivilTime(milliseconds: Double(now.milliseconds), offset: 0)
        var hasBegun = false
        var hasEnded = false
        for part in order {
            if given[part] != nil {
                if hasEnded { throw JSONataError(code: "D3136") }
                hasBegun = true
            } else if hasBegun {
                values[part] = "MDd".contains(part) ? 1 : 0
                hasEnded = true
            } else {
                values[part] = current.number(part)
            }
        }
        return values
    }
}
