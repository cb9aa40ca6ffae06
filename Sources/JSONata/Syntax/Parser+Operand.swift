extension Parser {
    /// What a token means at the beginning of an operand; the token is behind.
    mutating func operand(_ first: Token) throws(JSONataError) -> Expression {
        let position = first.position
        switch first.kind {
        case .name(let name): return Expression(.name(name), at: position)
        case .variable(let name): return Expression(.variable(name), at: position)
        case .string(let text): return Expression(.string(text), at: position)
        case .number(let value): return Expression(.number(value), at: position)
        case .constant(let constant): return Expression(.constant(constant), at: position)
        case .regex(let literal): return Expression(.regex(literal), at: position)
        case .end:
            mayMisplace = true
            return Expression(.end, at: position)
        case .symbol(let symbol): return try operand(symbol, first)
        }
    }

    private mutating func operand(_ symbol: Symbol, _ first: Token) throws(JSONataError) -> Expression {
        let position = first.position
        switch symbol {
        case .and, .or, .in: return Expression(.keyword(symbol.rawValue), at: position)
        case .star: return Expression(.wildcard, at: position)
        case .descendants: return Expression(.descendants, at: position)
        case .percent:
            mayMisplace = true
            return Expression(.parent, at: position)
        case .minus: return Expression(.negate(try expression(70)), at: position)
        case .openParenthesis: return Expression(.block(try blockBody()), at: position)
        case .openBracket: return Expression(.array(try arrayItems()), at: position)
        case .openBrace: return Expression(.object(try pairs()), at: position)
        case .bar: return try transform(at: position)
        default: throw JSONataError(code: "S0211", position: position, token: symbol.rawValue)
        }
    }

    private mutating func blockBody() throws(JSONataError) -> [Expression] {
        var expressions: [Expression] = []
        while !token.is(.closeParenthesis) {
            expressions.append(try expression(0))
            guard token.is(.semicolon) else { break }
            try expect(.semicolon)
        }
        try expect(.closeParenthesis, operandExpected: false)
        return expressions
    }

    private mutating func arrayItems() throws(JSONataError) -> [Expression] {
        var items: [Expression] = []
        if !token.is(.closeBracket) {
            while true {
                var item = try expression(0)
                if token.is(.range) {
                    let position = token.position
                    try expect(.range)
                    item = Expression(.range(item, try expression(0)), at: position)
                }
                items.append(item)
                guard token.is(.comma) else { break }
                try expect(.comma)
            }
        }
        try expect(.closeBracket, operandExpected: false)
        return items
    }

    /// `key: value, …}`; the opening brace is behind.
    mutating func pairs() throws(JSONataError) -> [Expression.Pair] {
        var pairs: [Expression.Pair] = []
        if !token.is(.closeBrace) {
            while true {
                let key = try expression(0)
                try expect(.colon)
                pairs.append(Expression.Pair(key: key, value: try expression(0)))
                guard token.is(.comma) else { break }
                try expect(.comma)
            }
        }
        try expect(.closeBrace, operandExpected: false)
        return pairs
    }

    private mutating func transform(at position: Int) throws(JSONataError) -> Expression {
        let pattern = try expression(0)
        try expect(.bar)
        let update = try expression(0)
        var deletion: Expression?
        if token.is(.comma) {
            try expect(.comma)
            deletion = try expression(0)
        }
        try expect(.bar, operandExpected: false)
        return Expression(.transform(pattern, update, deletion), at: position)
    }
}
