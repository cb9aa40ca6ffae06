import JSONModel

/// A picture of dates and times (XPath Functions 3.1 §9.8.4): literal text and components in brackets.
struct DateTimePicture {
    enum Part {
        case literal(String)
        case component(Component)
    }

    enum NameCase {
        case lower, upper, title
    }

    struct Component {
        var specifier: Character
        var names: NameCase?
        /// `Z` for UTC.
        var isTraditional = false
        var integer: IntegerPicture?
        var leastWidth: Int?
        var mostWidth: Int?
        /// Digits of the year that are shown; nil: all.
        var yearDigits: Int?
    }

    private(set) var parts: [Part] = []

    static let iso = try? DateTimePicture("[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]")

    init(_ picture: String) throws(JSONataError) {
        let characters = Array(picture)
        var literal = ""
        var index = 0
        while index < characters.count {
            let character = characters[index]
            let isDoubled = index + 1 < characters.count && characters[index + 1] == character
            if character == "[", !isDoubled {
                guard let end = characters[index...].firstIndex(of: "]") else { throw JSONataError(code: "D3135") }
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                try add(characters[(index + 1)..<end].filter { !$0.isWhitespace })
                index = end + 1
                continue
            }
            literal.append(character)
            index += (character == "[" || character == "]") && isDoubled ? 2 : 1
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
    }

    private static let defaults: [Character: String] = [
        "Y": "1", "M": "1", "D": "1", "d": "1", "F": "n", "W": "1", "w": "1", "X": "1", "x": "1", "H": "1", "h": "1",
        "P": "n", "m": "01", "s": "01", "f": "1", "Z": "01:01", "z": "01:01", "C": "n", "E": "n",
    ]

    private mutating func add(_ marker: [Character]) throws(JSONataError) {
        guard let specifier = marker.first, let standard = Self.defaults[specifier] else {
            throw JSONataError(code: "D3132", value: .string(marker.first.map { String($0) } ?? ""))
        }
        var component = Component(specifier: specifier)
        var modifier = marker.dropFirst()
        if let comma = modifier.lastIndex(of: ",") {
            readWidth(String(modifier[(comma + 1)...]), &component)
            modifier = modifier[..<comma]
        }
        var isOrdinal = false
        if modifier.count > 1, let last = modifier.last, "atco".contains(last) {
            isOrdinal = last == "o"
            component.isTraditional = last == "t"
            modifier = modifier.dropLast()
        }
        let presentation = modifier.isEmpty ? standard : String(modifier)
        try present(presentation, isOrdinal: isOrdinal, &component)
        parts.append(.component(component))
    }

    private func readWidth(_ text: String, _ component: inout Component) {
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false)
        component.leastWidth = bounds.first.flatMap { Int($0) }
        component.mostWidth = bounds.count > 1 ? Int(bounds[1]) : nil
    }

    private mutating func present(
        _ presentation: String, isOrdinal: Bool, _ component: inout Component
    ) throws(JSONataError) {
        if presentation.hasPrefix("n") {
            component.names = .lower
        } else if presentation.hasPrefix("N") {
            component.names = presentation.hasPrefix("Nn") ? .title : .upper
        } else if component.specifier == "Z" || component.specifier == "z" {
            component.integer = try IntegerPicture(presentation)
        } else if "YMDdFWwXxHhmsf".contains(component.specifier) {
            var integer = try IntegerPicture(isOrdinal ? presentation + ";o" : presentation)
            if let least = component.leastWidth { integer.leastDigits = max(integer.leastDigits, least) }
            if component.specifier == "Y" { limitYear(&integer, &component) }
            component.integer = integer
            fixWidthOfLast()
        }
    }

    private func limitYear(_ integer: inout IntegerPicture, _ component: inout Component) {
        if let most = component.mostWidth {
            component.yearDigits = most
            integer.leastDigits = most
        } else if integer.leastDigits + integer.optionalDigits >= 2 {
            component.yearDigits = integer.leastDigits + integer.optionalDigits
        }
    }

    /// Digits that follow digits at once: the first must have just so many.
    private mutating func fixWidthOfLast() {
        guard case .component(var last) = parts.last, let digits = last.integer?.leastDigits else { return }
        last.integer?.parseWidth = digits
        parts[parts.count - 1] = .component(last)
    }
}

/// The names of months and days.
enum CalendarNames {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}
