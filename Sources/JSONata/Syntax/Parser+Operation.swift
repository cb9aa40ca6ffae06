import JSONModel

extension Parser {
    /// What an operator means behind its left operand; the operator is behind.
    mutating func operation(_ symbol: Token, _ left: Expression) throws(JSONataError) -> Expression {
        let position = symbol.position
        let text = symbol.text
        switch text {
        case "(": return try call(left, at: position)
        case "[": return try predicate(left, at: position)
        case "{": return Expression(.group(left, try pairs()), at: position)
        case "^": return Expression(.sort(left, try sortTerms()), at: position)
        case "@": return Expression(.focus(left, try boundName(text)), at: position)
        case "#": return Expression(.index(left, try boundName(text)), at: position)
        case "?": return try conditional(left, at: position)
        case "?:": return Expression(.elvis(left, try expression(0)), at: position)
        case "??": return Expression(.coalesce(left, try expression(0)), at: position)
        case ":=":
            guard case .variable(let name) = left.kind else {
                throw JSONataError(code: "S0212", position: left.position.offset, token: left.tokenText)
            }
            return Expression(.bind(name, try expression(9)), at: position)
        default:
            return Expression(.binary(text, left, try expression(symbol.power)), at: position)
        }
    }

    private mutating func conditional(_ left: Expression, at position: Int) throws(JSONataError) -> Expression {
        let then = try expression(0)
        guard token.is(":") else { return Expression(.conditional(left, then, nil), at: position) }
        try expect(":")
        return Expression(.conditional(left, then, try expression(0)), at: position)
    }

    private mutating func boundName(_ symbol: String) throws(JSONataError) -> String {
        let right = try expression(80)
        guard case .variable(let name) = right.kind else {
            throw JSONataError(code: "S0214", position: right.position.offset, token: symbol)
        }
        return name
    }

    private mutating func predicate(_ left: Expression, at position: Int) throws(JSONataError) -> Expression {
        if token.is("]") {
            try expect("]", operandExpected: false)
            return left.keepingArray()
        }
        let condition = try expression(0)
        try expect("]", operandExpected: false)
        return Expression(.predicate(left, condition), at: position)
    }

    private mutating func sortTerms() throws(JSONataError) -> [Expression.Term] {
        try expect("(")
        var terms: [Expression.Term] = []
        while true {
            let isDescending = token.is(">")
            if isDescending || token.is("<") { try expect(token.text) }
            terms.append(Expression.Term(expression: try expression(0), isDescending: isDescending))
            guard token.is(",") else { break }
            try expect(",")
        }
        try expect(")", operandExpected: false)
        return terms
    }

    private mutating func call(_ left: Expression, at position: Int) throws(JSONataError) -> Expression {
        var arguments: [Expression] = []
        var isPartial = false
        if !token.is(")") {
            while true {
                if token.is("?") {
                    isPartial = true
                    arguments.append(Expression(.placeholder, at: token.position))
                    try expect("?", operandExpected: false)
                } else {
                    arguments.append(try expression(0))
                }
                guard token.is(",") else { break }
                try expect(",")
            }
        }
        if case .name(let name) = left.kind, name == "function" || name == "λ" {
            return try lambda(arguments, at: position)
        }
        try expect(")", operandExpected: false)
        return Expression(isPartial ? .partial(left, arguments) : .call(left, arguments), at: position)
    }

    private mutating func lambda(_ arguments: [Expression], at position: Int) throws(JSONataError) -> Expression {
        try expect(")", operandExpected: false)
        var names: [String] = []
        for (index, argument) in arguments.enumerated() {
            guard case .variable(let name) = argument.kind else {
                throw JSONataError(
                    code: "S0208", position: argument.position.offset, token: argument.tokenText, value: .int(index + 1)
                )
            }
            names.append(name)
        }
        var signature: String?
        if token.is("<") {
            let text = try signatureText()
            _ = try Signature(text, at: position)
            signature = text
        }
        try expect("{")
        let body = try expression(0)
        try expect("}", operandExpected: false)
        return Expression(.lambda(names, signature: signature, body), at: position)
    }
}

extension Expression {
    /// What errors call this expression.
    var tokenText: String {
        switch kind {
        case .name(let text), .variable(let text), .string(let text), .keyword(let text): text
        case .number(let value): NumberText.text(value)
        case .constant(let constant): constant.rawValue
        case .binary(let symbol, _, _): symbol
        case .predicate, .array: "["
        case .block, .call, .partial: "("
        case .object, .group: "{"
        case .negate: "-"
        case .wildcard: "*"
        case .descendants: "**"
        case .parent: "%"
        case .end: "(end)"
        default: ""
        }
    }

    /// Marks the step that the predicates stand on.
    func keepingArray() -> Expression {
        var copy = self
        if case .predicate(let left, let condition) = kind {
            copy.kind = .predicate(left.keepingArray(), condition)
        } else {
            copy.keepsArray = true
        }
        return copy
    }
}
