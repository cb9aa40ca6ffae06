import JSONModel

/// Takes one sub-picture apart, and refuses what §4.7.3 forbids. Of several faults the last one is told.
struct NumberPictureReader {
    private let characters: [String]
    private let symbols: NumberSymbols
    private let active: ArraySlice<String>
    private let mantissa: ArraySlice<String>
    private let exponent: ArraySlice<String>?
    private let integer: ArraySlice<String>
    private let fraction: ArraySlice<String>

    init(_ characters: [String], _ symbols: NumberSymbols) {
        self.characters = characters
        self.symbols = symbols
        let bounding = characters.indices.filter {
            symbols.isActive(characters[$0]) && characters[$0] != symbols.exponentSeparator
        }
        let active = characters[(bounding.first ?? 0)..<((bounding.last ?? characters.count - 1) + 1)]
        let mark = active.firstIndex(of: symbols.exponentSeparator)
        let mantissa = active[..<(mark ?? active.endIndex)]
        let point = mantissa.firstIndex(of: symbols.decimalSeparator)
        self.active = active
        self.mantissa = mantissa
        exponent = mark.map { active[($0 + 1)...] }
        integer = mantissa[..<(point ?? mantissa.endIndex)]
        fraction = point.map { mantissa[($0 + 1)...] } ?? []
    }

    func part() throws(JSONataError) -> NumberPicture.Part {
        if let code = fault() { throw JSONataError(code: code, value: .string(characters.joined())) }
        var part = NumberPicture.Part()
        part.prefix = characters[..<active.startIndex].joined()
        part.suffix = characters[active.endIndex...].joined()
        part.hasDecimal = characters.contains(symbols.decimalSeparator)
        part.hasExponent = exponent != nil
        if count(symbols.percent) > 0 { part.factor = 100 }
        if count(symbols.perMille) > 0 { part.factor = 1000 }
        group(&part)
        measure(&part)
        return part
    }

    private func isDigitSign(_ character: String) -> Bool { symbols.isDigit(character) || character == symbols.digit }

    private func group(_ part: inout NumberPicture.Part) {
        for index in integer.indices where integer[index] == symbols.groupingSeparator {
            part.integerGroups.append(integer[(index + 1)...].count(where: isDigitSign))
        }
        part.regularGroup = Grouping.regular(part.integerGroups)
        for index in fraction.indices where fraction[index] == symbols.groupingSeparator {
            part.fractionGroups.append(fraction[..<index].count(where: isDigitSign))
        }
    }

    private func measure(_ part: inout NumberPicture.Part) {
        part.leastInteger = integer.count(where: symbols.isDigit)
        part.scale = part.leastInteger
        part.leastFraction = fraction.count(where: symbols.isDigit)
        part.mostFraction = fraction.count(where: isDigitSign)
        if part.leastInteger == 0, part.mostFraction == 0 {
            if exponent != nil {
                part.leastFraction = 1
                part.mostFraction = 1
            } else {
                part.leastInteger = 1
            }
        }
        if exponent != nil, part.leastInteger == 0, integer.contains(symbols.digit) { part.leastInteger = 1 }
        if part.leastInteger == 0, part.leastFraction == 0 { part.leastFraction = 1 }
        part.leastExponent = exponent?.count(where: symbols.isDigit) ?? 0
    }

    /// How often a symbol, which an option may have made longer than a character, stands in the sub-picture.
    private func count(_ symbol: String) -> Int {
        let wanted = symbol.unicodeScalars.map { String($0) }
        guard !wanted.isEmpty, wanted.count <= characters.count else { return 0 }
        return (0...(characters.count - wanted.count)).count { Array(characters[$0..<$0 + wanted.count]) == wanted }
    }

    private func fault() -> String? {
        var code: String?
        if count(symbols.decimalSeparator) > 1 { code = "D3081" }
        if count(symbols.percent) > 1 { code = "D3082" }
        if count(symbols.perMille) > 1 { code = "D3083" }
        let isScaled = count(symbols.percent) + count(symbols.perMille) > 0
        if count(symbols.percent) > 0, count(symbols.perMille) > 0 { code = "D3084" }
        if !mantissa.contains(where: isDigitSign) { code = "D3085" }
        if active.contains(where: { !symbols.isActive($0) }) { code = "D3086" }
        code = groupingFault() ?? code
        if let place = integer.firstIndex(of: symbols.digit), integer[..<place].contains(where: symbols.isDigit) {
            code = "D3090"
        }
        if let place = fraction.lastIndex(of: symbols.digit), fraction[place...].contains(where: symbols.isDigit) {
            code = "D3091"
        }
        if let exponent, !exponent.isEmpty, isScaled { code = "D3092" }
        if let exponent, exponent.isEmpty || !exponent.allSatisfy(symbols.isDigit) { code = "D3093" }
        return code
    }

    private func groupingFault() -> String? {
        var code: String?
        let separator = symbols.groupingSeparator
        if let point = characters.firstIndex(of: symbols.decimalSeparator) {
            let isBefore = point > 0 && characters[point - 1] == separator
            let isBehind = point + 1 < characters.count && characters[point + 1] == separator
            if isBefore || isBehind { code = "D3087" }
        } else if integer.last == separator {
            code = "D3088"
        }
        for index in characters.indices.dropFirst()
        where characters[index] == separator && characters[index - 1] == separator {
            code = "D3089"
        }
        return code
    }
}

/// Grouping separators that stand at every multiple of one number.
enum Grouping {
    /// That number; 0 where they do not.
    static func regular(_ positions: [Int]) -> Int {
        guard let first = positions.first else { return 0 }
        let factor = positions.reduce(first, divisor)
        guard factor > 0 else { return 0 }
        for index in 1...positions.count where !positions.contains(index * factor) { return 0 }
        return factor
    }

    private static func divisor(_ left: Int, _ right: Int) -> Int { right == 0 ? left : divisor(right, left % right) }
}
