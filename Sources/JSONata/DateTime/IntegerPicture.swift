import JSONModel

/// A picture of `$formatInteger` and of the components of dates (XPath Functions 3.1 §4.6.1).
struct IntegerPicture {
    enum Style {
        case decimal
        case letters(isUpper: Bool)
        case roman(isUpper: Bool)
        case words(WordCase)
        /// A numbering sequence, of which there are none.
        case sequence(String)
    }

    enum WordCase {
        case lower, upper, title
    }

    struct Separator {
        var position: Int
        var character: Unicode.Scalar
    }

    var style = Style.decimal
    var isOrdinal = false
    var zero: Unicode.Scalar = "0"
    var leastDigits = 0
    var optionalDigits = 0
    var separators: [Separator] = []
    /// Separators at every multiple of this; 0: just where they stand.
    var regularGroup = 0
    /// How many digits a date's component takes when the next one follows at once.
    var parseWidth: Int?

    init(_ picture: String) throws(JSONataError) {
        var format = Substring(picture)
        if let mark = picture.lastIndex(of: ";") {
            format = picture[..<mark]
            isOrdinal = picture[picture.index(after: mark)...].first == "o"
        }
        switch format {
        case "A": style = .letters(isUpper: true)
        case "a": style = .letters(isUpper: false)
        case "I": style = .roman(isUpper: true)
        case "i": style = .roman(isUpper: false)
        case "W": style = .words(.upper)
        case "w": style = .words(.lower)
        case "Ww": style = .words(.title)
        default: try readDigits(format)
        }
    }

    private mutating func readDigits(_ format: Substring) throws(JSONataError) {
        var position = 0
        var family: UInt32?
        for scalar in format.unicodeScalars.reversed() {
            if let group = DecimalFamilies.zero(of: scalar) {
                leastDigits += 1
                position += 1
                if let family, family != group { throw JSONataError(code: "D3131") }
                family = group
            } else if scalar == "#" {
                optionalDigits += 1
                position += 1
            } else {
                separators.append(Separator(position: position, character: scalar))
            }
        }
        guard leastDigits > 0 else {
            style = .sequence(String(format))
            return
        }
        zero = family.flatMap { Unicode.Scalar($0) } ?? "0"
        let isUniform = separators.allSatisfy { $0.character == separators[0].character }
        regularGroup = isUniform ? Grouping.regular(separators.map(\.position)) : 0
    }

    /// A whole number as the picture shows it.
    func format(_ value: Double) throws(JSONataError) -> String {
        let magnitude = abs(value)
        let text: String
        switch style {
        case .letters(let isUpper): text = try Letters.text(magnitude, isUpper: isUpper)
        case .roman(let isUpper): text = try Roman.text(magnitude, isUpper: isUpper)
        case .words(let wordCase): text = cased(NumberWords.text(magnitude, isOrdinal: isOrdinal), wordCase)
        case .decimal: text = decimal(magnitude)
        case .sequence(let token): throw JSONataError(code: "D3130", value: .string(token))
        }
        return value < 0 ? "-" + text : text
    }

    private func cased(_ text: String, _ wordCase: WordCase) -> String {
        switch wordCase {
        case .lower: text.lowercased()
        case .upper: text.uppercased()
        case .title: text
        }
    }

    private func decimal(_ value: Double) -> String {
        var digits = NumberText.plain(value).utf8.prefix { $0 != 0x2E }.map { $0 - 0x30 }
        digits = [UInt8](repeating: 0, count: max(0, leastDigits - digits.count)) + digits
        var text = String.UnicodeScalarView()
        for (index, digit) in digits.enumerated() {
            if index > 0, let separator = separator(before: digits.count - index) { text.append(separator) }
            text.append(Unicode.Scalar(zero.value + UInt32(digit)) ?? "?")
        }
        return String(text) + (isOrdinal ? suffix(digits) : "")
    }

    private func separator(before left: Int) -> Unicode.Scalar? {
        if regularGroup > 0 { return left % regularGroup == 0 ? separators.first?.character : nil }
        return separators.first { $0.position == left }?.character
    }

    private func suffix(_ digits: [UInt8]) -> String {
        if digits.count > 1, digits[digits.count - 2] == 1 { return "th" }
        switch digits.last {
        case 1: return "st"
        case 2: return "nd"
        case 3: return "rd"
        default: return "th"
        }
    }

    /// The number that the text shows; nil where it shows none.
    func parse(_ text: String) throws(JSONataError) -> Double? {
        switch style {
        case .letters: return Letters.number(text)
        case .roman: return Roman.number(text)
        case .words: return NumberWords.number(text)
        case .decimal: return parseDecimal(text)
        case .sequence(let token): throw JSONataError(code: "D3130", value: .string(token))
        }
    }

    private func parseDecimal(_ text: String) -> Double? {
        var digits = ""
        let marks = separators.map(\.character)
        for scalar in text.unicodeScalars {
            if scalar == "-", digits.isEmpty { digits = "-" }
            if marks.contains(scalar) { continue }
            guard scalar.value >= zero.value, scalar.value < zero.value + 10 else {
                if digits.isEmpty || digits == "-" { continue }
                break
            }
            digits += String(scalar.value - zero.value)
        }
        return Double(digits)
    }
}

/// The Unicode digits zero that pictures know.
enum DecimalFamilies {
    private static let zeros: [UInt32] = [
        0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
        0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
        0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    ]

    static func zero(of digit: Unicode.Scalar) -> UInt32? {
        zeros.first { digit.value >= $0 && digit.value < $0 + 10 }
    }
}
