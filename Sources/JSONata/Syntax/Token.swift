/// One word of an expression.
struct Token {
    enum Kind {
        case name(String)
        case variable(String)
        case string(String)
        case number(Double)
        case constant(Constant)
        indirect case regex(RegexLiteral)
        case symbol(Symbol)
        case end
    }

    var kind: Kind
    /// UTF-16 code units from the beginning of the expression to the token's end, as the reference counts.
    var position: Int

    /// How strongly it binds what stands before it.
    var power: Int { if case .symbol(let symbol) = kind { symbol.power } else { 0 } }

    /// The text that errors show.
    var text: String {
        switch kind {
        case .name(let text), .variable(let text), .string(let text): text
        case .symbol(let symbol): symbol.rawValue
        case .number(let value): NumberText.text(value)
        case .constant(let constant): constant.rawValue
        case .regex(let literal): literal.pattern
        case .end: "(end)"
        }
    }

    @inline(__always)
    func `is`(_ wanted: Symbol) -> Bool {
        if case .symbol(let symbol) = kind { symbol == wanted } else { false }
    }

    var isEnd: Bool { if case .end = kind { true } else { false } }
}

/// A value written as a word.
enum Constant: String, Hashable, Sendable {
    case `true`, `false`, null
}

/// `/pattern/flags` as it was written; flags are `i` and `m`.
struct RegexLiteral: Hashable, Sendable {
    var pattern: String
    var flags: String
    var program: RegexProgram

    static func == (left: RegexLiteral, right: RegexLiteral) -> Bool {
        left.pattern == right.pattern && left.flags == right.flags
    }

    func hash(into hasher: inout Hasher) { hasher.combine(pattern) }
}
