import JSONModel
import Foundations

/// Reads an expression by operator precedence (Pratt, "Top down operator precedence", 1973).
struct Parser {
    private var lexer: Lexer
    var token = Token(kind: .end, position: 0)
    /// Nested operands and chained operators so far; bounds every later walk over the tree.
    private var depth = 0
    private static let deepest = 1_500
    /// Something was read whose place in a path the resolver has to judge. Where not, it finds no error.
    var mayMisplace = false
    private let stack = CallStack.current

    init(_ source: String, dialect: Dialect) {
        lexer = Lexer(source, dialect: dialect)
    }

    static func parse(_ source: String, dialect: Dialect) throws(JSONataError) -> Expression {
        var parser = Parser(source, dialect: dialect)
        return try parser.parse()
    }

    /// The whole text.
    mutating func parse() throws(JSONataError) -> Expression {
        try advance(operandExpected: true)
        let expression = try expression(0)
        guard token.isEnd else { throw JSONataError(code: "S0201", position: token.position, token: token.text) }
        return expression
    }

    mutating func advance(operandExpected: Bool) throws(JSONataError) {
        token = try lexer.next(operandExpected: operandExpected)
    }

    /// Goes past `symbol`, which must stand here.
    mutating func expect(_ symbol: Symbol, operandExpected: Bool = true) throws(JSONataError) {
        guard token.is(symbol) else {
            throw JSONataError(
                code: token.isEnd ? "S0203" : "S0202", position: token.position, token: token.text,
                value: .string(symbol.rawValue))
        }
        try advance(operandExpected: operandExpected)
    }

    mutating func expression(_ bindingPower: Int) throws(JSONataError) -> Expression {
        let entered = depth
        defer { depth = entered }
        try descend()
        let first = token
        var opensOperand = false
        if case .symbol(let symbol) = first.kind { opensOperand = symbol.opensOperand }
        try advance(operandExpected: opensOperand)
        var left = try operand(first)
        while case .symbol(let symbol) = token.kind, bindingPower < symbol.power {
            try descend()
            let position = token.position
            try advance(operandExpected: true)
            left = try operation(symbol, left, at: position)
        }
        return left
    }

    private mutating func descend() throws(JSONataError) {
        depth += 1
        guard depth <= Self.deepest, !stack.isNearlyUsed else {
            throw JSONataError(code: "D1011", position: token.position, token: token.text)
        }
    }

    /// The source between two offsets, blanks left out (for signatures, which have their own grammar).
    mutating func signatureText() throws(JSONataError) -> String {
        var text: [UInt8] = [0x3C]
        var depth = 1
        while depth > 0, let byte = lexer.byte(0), byte != 0x7B {
            if byte == 0x3C { depth += 1 }
            if byte == 0x3E { depth -= 1 }
            if !Lexer.isBlank(byte) { text.append(byte) }
            lexer.position += 1
        }
        try advance(operandExpected: true)
        guard depth == 0 else {
            let code = token.isEnd ? "S0203" : "S0202"
            throw JSONataError(code: code, position: token.position, token: token.text, value: ">")
        }
        return String(decoding: text, as: UTF8.self)
    }
}
