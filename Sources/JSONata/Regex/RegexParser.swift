/// What is wrong with a regular expression.
struct RegexError: Error {
    var reason: String
}

/// Reads a pattern.
struct RegexParser {
    let units: [UInt16]
    let ignoresCase: Bool
    let isMultiline: Bool
    var position = 0
    var captureCount = 0
    var names: [String: Int] = [:]
    private var depth = 0

    init(_ units: [UInt16], ignoresCase: Bool, isMultiline: Bool) {
        self.units = units
        self.ignoresCase = ignoresCase
        self.isMultiline = isMultiline
    }

    mutating func compile() throws(RegexError) -> RegexProgram {
        let syntax = try alternatives()
        guard position == units.count else { throw RegexError(reason: "Unmatched ')'") }
        var compiler = RegexCompiler(ignoresCase: ignoresCase, isMultiline: isMultiline, names: names)
        return try compiler.compile(syntax, captureCount: captureCount)
    }

    var current: UInt16? { position < units.count ? units[position] : nil }

    func peek(_ text: String) -> Bool {
        let wanted = Array(text.utf16)
        return position + wanted.count <= units.count && Array(units[position..<position + wanted.count]) == wanted
    }

    mutating func take(_ text: String) -> Bool {
        guard peek(text) else { return false }
        position += text.utf16.count
        return true
    }

    mutating func alternatives() throws(RegexError) -> RegexSyntax {
        depth += 1
        defer { depth -= 1 }
        guard depth < 200 else { throw RegexError(reason: "nested too deep") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(RegexError) -> RegexSyntax {
        var parts: [RegexSyntax] = []
        while let unit = current, unit != 0x7C, unit != 0x29 {
            let before = captureCount
            let atom = try atom()
            parts.append(try quantified(atom, captures: before + 1..<captureCount + 1))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func quantified(_ atom: RegexSyntax, captures: Range<Int>) throws(RegexError) -> RegexSyntax {
        guard let (least, most) = try quantifier() else { return atom }
        switch atom {
        case .lineStart, .lineEnd, .wordBoundary, .look(_, isBehind: true, _, _):
            throw RegexError(reason: "Nothing to repeat")
        default: break
        }
        let isGreedy = !take("?")
        if try quantifier() != nil { throw RegexError(reason: "Nothing to repeat") }
        return .repetition(atom, least: least, most: most, isGreedy: isGreedy, captures: captures)
    }

    private mutating func quantifier() throws(RegexError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        guard take("{"), let least = number() else {
            position = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            position = start
            return nil
        }
        if let most, most < least { throw RegexError(reason: "numbers out of order in {} quantifier") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let unit = current, Ascii.isDigit(unit) {
            value = min((value ?? 0) * 10 + Int(unit - 0x30), 100_000)
            position += 1
        }
        return value
    }

    private mutating func atom() throws(RegexError) -> RegexSyntax {
        guard let unit = current else { return .empty }
        position += 1
        switch UnicodeScalar(unit) {
        case "^": return .lineStart
        case "$": return .lineEnd
        case ".": return .anyExceptLineEnd
        case "(": return try group()
        case "[": return .set(try characterClass())
        case "\\": return try escape()
        case "*", "+", "?": throw RegexError(reason: "Nothing to repeat")
        default: return .unit(unit)
        }
    }

    private mutating func group() throws(RegexError) -> RegexSyntax {
        if take("?:") { return .sequence([try closed()]) }
        if take("?=") { return try look(isBehind: false, isNegated: false) }
        if take("?!") { return try look(isBehind: false, isNegated: true) }
        if take("?<=") { return try look(isBehind: true, isNegated: false) }
        if take("?<!") { return try look(isBehind: true, isNegated: true) }
        captureCount += 1
        let number = captureCount
        if take("?<") {
            names[try groupName()] = number
        } else if current == 0x3F {
            throw RegexError(reason: "Invalid group")
        }
        return .group(try closed(), capture: number)
    }

    mutating func groupName() throws(RegexError) -> String {
        let start = position
        while let unit = current, unit != 0x3E { position += 1 }
        guard position > start, take(">") else { throw RegexError(reason: "Invalid capture group name") }
        return String(decoding: units[start..<position - 1], as: UTF16.self)
    }

    private mutating func closed() throws(RegexError) -> RegexSyntax {
        let inner = try alternatives()
        guard take(")") else { throw RegexError(reason: "Unterminated group") }
        return inner
    }

    private mutating func look(isBehind: Bool, isNegated: Bool) throws(RegexError) -> RegexSyntax {
        let before = captureCount
        let inner = try closed()
        return .look(inner, isBehind: isBehind, isNegated: isNegated, captures: before + 1..<captureCount + 1)
    }
}
