/// Whole numbers in English words.
enum NumberWords {
    static let few = [
        "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
        "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
    ]
    static let ordinals = [
        "Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
        "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth",
        "Nineteenth",
    ]
    static let tens = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
    static let magnitudes = ["Thousand", "Million", "Billion", "Trillion"]

    static func text(_ value: Double, isOrdinal: Bool) -> String { text(value, follows: false, isOrdinal) }

    private static func text(_ value: Double, follows: Bool, _ isOrdinal: Bool) -> String {
        if value < 100 { return (follows ? " and " : "") + small(Int(value), isOrdinal) }
        if value < 1000 { return (follows ? ", " : "") + hundreds(Int(value), isOrdinal) }
        return (follows ? ", " : "") + large(value, isOrdinal)
    }

    private static func small(_ value: Int, _ isOrdinal: Bool) -> String {
        if value < 20 { return isOrdinal ? ordinals[value] : few[value] }
        let ten = tens[value / 10 - 2]
        if value % 10 > 0 { return ten + "-" + small(value % 10, isOrdinal) }
        return isOrdinal ? ten.dropLast() + "ieth" : ten
    }

    private static func hundreds(_ value: Int, _ isOrdinal: Bool) -> String {
        let words = few[value / 100] + " Hundred"
        if value % 100 > 0 { return words + text(Double(value % 100), follows: true, isOrdinal) }
        return isOrdinal ? words + "th" : words
    }

    private static func large(_ value: Double, _ isOrdinal: Bool) -> String {
        var magnitude = 0
        var factor = 1.0
        while magnitude < magnitudes.count, value >= factor * 1000 {
            factor *= 1000
            magnitude += 1
        }
        let count = (value / factor).rounded(.down)
        let rest = value - count * factor
        let words = text(count, follows: false, false) + " " + magnitudes[magnitude - 1]
        if rest > 0 { return words + text(rest, follows: true, isOrdinal) }
        return isOrdinal ? words + "th" : words
    }

    /// What each word counts.
    static let values: [String: Double] = {
        var values: [String: Double] = ["hundred": 100, "hundredth": 100]
        for (number, word) in few.enumerated() { values[word.lowercased()] = Double(number) }
        for (number, word) in ordinals.enumerated() { values[word.lowercased()] = Double(number) }
        for (number, word) in tens.enumerated() {
            values[word.lowercased()] = Double((number + 2) * 10)
            values[word.lowercased().dropLast() + "ieth"] = Double((number + 2) * 10)
        }
        var factor = 1.0
        for word in magnitudes {
            factor *= 1000
            values[word.lowercased()] = factor
            values[word.lowercased() + "th"] = factor
        }
        return values
    }()

    static func number(_ text: String) -> Double? {
        var segments = [0.0]
        let words = text.lowercased().split { $0 == " " || $0 == "-" || $0 == "," || $0 == "\n" || $0 == "\t" }
        for word in words where word != "and" {
            guard let value = values[String(word)] else { return nil }
            let top = segments.removeLast()
            if value >= 100 {
                segments.append(top * value)
            } else if top >= 1000 {
                segments += [top, value]
            } else {
                segments.append(top + value)
            }
        }
        return segments.reduce(0, +)
    }
}
