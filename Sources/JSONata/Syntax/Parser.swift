import JSONModel
import Foundations

/// Reads an expression by operator precedence (Pratt, "Top down operator precedence", 1973).
struct Parser {
    private var lexer: Lexer
    var token = Token(kind: .end, position: 0)
    /// Nested operands and chained operators so far; bounds every later walk over the tree.
    private var depth = 0
    private static let deepest = 1_500
    private let stack = CallStack.current

    init(_ source: String, dialect: Dialect) {
        lexer = Lexer(source, dialect: dialect)
    }

    static func parse(_ source: String, dialect: Dialect) throws(JSONataError) -> Expression {
        var parser = Parser(source, dialect: dialect)
        try parser.advance(operandExpected: true)
        let expression = try parser.expression(0)
        guard parser.token.isEnd else {
            throw JSONataError(code: "S0201", position: parser.token.position, token: parser.token.text)
        }
        return expression
    }

    mutating func advance(operandExpected: Bool) throws(JSONataError) {
        token = try lexer.next(operandExpected: operandExpected)
    }

    /// Goes past `symbol`, which must stand here.
    mutating func expect(_ symbol: String, operandExpected: Bool = true) throws(JSONataError) {
        guard token.is(symbol) else {
            throw JSONataError(
                code: token.isEnd ? "S0203" : "S0202", position: token.position, token: token.text,
                value: .string(symbol))
        }
        try advance(operandExpected: operandExpected)
    }

    mutating func expression(_ bindingPower: Int) throws(JSONataError) -> Expression {
        let entered = depth
        defer { depth = entered }
        try descend()
        let first = token
        try advance(operandExpected: Self.opensOperand(first))
        var left = try operand(first)
        while bindingPower < token.power {
            try descend()
            let symbol = token
            try advance(operandExpected: true)
            left = try operation(symbol, left)
        }
        return left
    }

    private mutating func descend() throws(JSONataError) {
        depth += 1
        guard depth <= Self.deepest, !stack.isNearlyUsed else {
            throw JSONataError(code: "D1011", position: token.position, token: token.text)
        }
    }

    private static func opensOperand(_ token: Token) -> Bool {
        guard case .symbol(let symbol) = token.kind else { return false }
        switch symbol {
        case "(", "[", "{", "-", "|": return true
        default: return false
        }
    }

    /// The source between two offsets, blanks left out (for signatures, which have their own grammar).
    mutating func signatureText() throws(JSONataError) -> String {
        var text = "<"
        var depth = 1
        while depth > 0, let unit = lexer.unit(0), unit != 0x7B {
            if unit == 0x3C { depth += 1 }
            if unit == 0x3E { depth -= 1 }
            if !Lexer.isBlank(unit) { text += String(decoding: [unit], as: UTF16.self) }
            lexer.position += 1
        }
        try advance(operandExpected: true)
        guard depth == 0 else {
            let code = token.isEnd ? "S0203" : "S0202"
            throw JSONataError(code: code, position: token.position, token: token.text, value: ">")
        }
        return text
    }
}
