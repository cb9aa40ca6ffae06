import JSONModel

extension Parser {
    /// What an operator means behind its left operand; the operator is behind.
    mutating func operation(
        _ symbol: Symbol, _ left: Expression, at position: Int
    ) throws(JSONataError) -> Expression {
        switch symbol {
        case .dot:
            let right = try expression(symbol.power)
            mayMisplace = mayMisplace || !left.isPlainStep || !right.isPlainStep
            return Expression(.binary(.dot, left, right), at: position)
        case .openParenthesis: return try call(left, at: position)
        case .openBracket:
            mayMisplace = mayMisplace || left.isGrouped
            return try predicate(left, at: position)
        case .openBrace:
            mayMisplace = mayMisplace || left.isGrouped
            return Expression(.group(left, try pairs()), at: position)
        case .at:
            mayMisplace = true
            return Expression(.focus(left, try boundName(symbol)), at: position)
        case .hash:
            mayMisplace = true
            return Expression(.index(left, try boundName(symbol)), at: position)
        case .caret: return Expression(.sort(left, try sortTerms()), at: position)
        case .question: return try conditional(left, at: position)
        case .elvis: return Expression(.elvis(left, try expression(0)), at: position)
        case .coalesce: return Expression(.coalesce(left, try expression(0)), at: position)
        case .bind:
            guard case .variable(let name) = left.kind else {
                throw JSONataError(code: "S0212", position: left.position.offset, token: left.tokenText)
            }
            return Expression(.bind(name, try expression(9)), at: position)
        default: return Expression(.binary(symbol, left, try expression(symbol.power)), at: position)
        }
    }

    private mutating func conditional(_ left: Expression, at position: Int) throws(JSONataError) -> Expression {
        let then = try expression(0)
        guard token.is(.colon) else { return Expression(.conditional(left, then, nil), at: position) }
        try expect(.colon)
        return Expression(.conditional(left, then, try expression(0)), at: position)
    }

    private mutating func boundName(_ symbol: Symbol) throws(JSONataError) -> String {
        let right = try expression(80)
        guard case .variable(let name) = right.kind else {
            throw JSONataError(code: "S0214", position: right.position.offset, token: symbol.rawValue)
        }
        return name
    }

    private mutating func predicate(_ left: Expression, at position: Int) throws(JSONataError) -> Expression {
        if token.is(.closeBracket) {
            try expect(.closeBracket, operandExpected: false)
            return left.keepingArray()
        }
        let condition = try expression(0)
        try expect(.closeBracket, operandExpected: false)
        return Expression(.predicate(left, condition), at: position)
    }

    private mutating func sortTerms() throws(JSONataError) -> [Expression.Term] {
        try expect(.openParenthesis)
        var terms: [Expression.Term] = []
        while true {
            let isDescending = token.is(.greater)
            if isDescending || token.is(.less) { try advance(operandExpected: true) }
            terms.append(Expression.Term(expression: try expression(0), isDescending: isDescending))
            guard token.is(.comma) else { break }
            try expect(.comma)
        }
        try expect(.closeParenthesis, operandExpected: false)
        return terms
    }

    private mutating func call(_ left: Expression, at position: Int) throws(JSONataError) -> Expression {
        var arguments: [Expression] = []
        var isPartial = false
        if !token.is(.closeParenthesis) {
            while true {
                if token.is(.question) {
                    isPartial = true
                    arguments.append(Expression(.placeholder, at: token.position))
                    try expect(.question, operandExpected: false)
                } else {
                    arguments.append(try expression(0))
                }
                guard token.is(.comma) else { break }
                try expect(.comma)
            }
        }
        if case .name(let name) = left.kind, name == "function" || name == "λ" {
            return try lambda(arguments, at: position)
        }
        try expect(.closeParenthesis, operandExpected: false)
        return Expression(isPartial ? .partial(left, arguments) : .call(left, arguments), at: position)
    }

    private mutating func lambda(_ arguments: [Expression], at position: Int) throws(JSONataError) -> Expression {
        try expect(.closeParenthesis, operandExpected: false)
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
        if token.is(.less) {
            let text = try signatureText()
            _ = try Signature(text, at: position)
            signature = text
        }
        try expect(.openBrace)
        let body = try expression(0)
        try expect(.closeBrace, operandExpected: false)
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
        case .binary(let symbol, _, _): symbol.rawValue
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

    /// Fits into a path wherever it stands: no literal, nothing that stands on one.
    var isPlainStep: Bool {
        switch kind {
        case .name, .variable, .string, .wildcard, .descendants, .keyword, .block, .call, .array, .object: true
        case .binary(.dot, _, _): true
        case .predicate(let left, _), .sort(let left, _), .group(let left, _): left.isPlainStep
        default: false
        }
    }

    /// A grouping stands somewhere on its path.
    var isGrouped: Bool {
        switch kind {
        case .group: true
        case .predicate(let left, _), .sort(let left, _), .focus(let left, _), .index(let left, _): left.isGrouped
        case .binary(.dot, let left, let right): left.isGrouped || right.isGrouped
        default: false
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
