/// An operator, a bracket or a word that acts as one.
enum Symbol: String, Sendable {
    case dot = "."
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
    case openParenthesis = "("
    case closeParenthesis = ")"
    case comma = ","
    case at = "@"
    case hash = "#"
    case semicolon = ";"
    case colon = ":"
    case question = "?"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case percent = "%"
    case bar = "|"
    case equal = "="
    case less = "<"
    case greater = ">"
    case caret = "^"
    case ampersand = "&"
    case exclamation = "!"
    case tilde = "~"
    case range = ".."
    case bind = ":="
    case notEqual = "!="
    case greaterOrEqual = ">="
    case lessOrEqual = "<="
    case descendants = "**"
    case apply = "~>"
    case elvis = "?:"
    case coalesce = "??"
    case and
    case or
    case `in`

    /// How strongly it binds what stands before it (0: not at all).
    var power: Int {
        switch self {
        case .openBracket, .openParenthesis, .at, .hash: 80
        case .dot: 75
        case .openBrace: 70
        case .star, .slash, .percent: 60
        case .plus, .minus, .ampersand: 50
        case .equal, .less, .greater, .caret, .notEqual, .greaterOrEqual, .lessOrEqual, .apply, .elvis, .coalesce, .in:
            40
        case .and: 30
        case .or: 25
        case .question: 20
        case .bind: 10
        default: 0
        }
    }

    /// Whether an operand, not an operator, follows it where an operand begins.
    var opensOperand: Bool {
        switch self {
        case .openParenthesis, .openBracket, .openBrace, .minus, .bar: true
        default: false
        }
    }
}

extension Symbol {
    /// By character: whether it ends a word, being a symbol or a blank.
    static let wordEnds: [Bool] = (0...255).map { Lexer.isBlank($0) || single($0) != nil }

    static func pair(_ first: UInt8, _ second: UInt8, _ dialect: Dialect) -> Symbol? {
        switch (UnicodeScalar(first), UnicodeScalar(second)) {
        case (".", "."): .range
        case (":", "="): .bind
        case ("!", "="): .notEqual
        case (">", "="): .greaterOrEqual
        case ("<", "="): .lessOrEqual
        case ("*", "*"): .descendants
        case ("~", ">"): .apply
        case ("?", ":") where dialect == .standard: .elvis
        case ("?", "?") where dialect == .standard: .coalesce
        default: nil
        }
    }

    static func single(_ byte: UInt8) -> Symbol? {
        switch UnicodeScalar(byte) {
        case ".": .dot
        case "[": .openBracket
        case "]": .closeBracket
        case "{": .openBrace
        case "}": .closeBrace
        case "(": .openParenthesis
        case ")": .closeParenthesis
        case ",": .comma
        case "@": .at
        case "#": .hash
        case ";": .semicolon
        case ":": .colon
        case "?": .question
        default: operation(byte)
        }
    }

    private static func operation(_ byte: UInt8) -> Symbol? {
        switch UnicodeScalar(byte) {
        case "+": .plus
        case "-": .minus
        case "*": .star
        case "/": .slash
        case "%": .percent
        case "|": .bar
        case "=": .equal
        case "<": .less
        case ">": .greater
        case "^": .caret
        case "&": .ampersand
        case "!": .exclamation
        case "~": .tilde
        default: nil
        }
    }
}
