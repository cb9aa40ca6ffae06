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
        case .end: return Expression(.end, at: position)
        case .symbol(let symbol): return try operand(symbol, first)
        }
    }

    private mutating func operand(_ symbol: String, _ first: Token) throws(JSONataError) -> Expression {
        let position = first.position
        switch symbol {
        case "and", "or", "in": return Expression(.keyword(symbol), at: position)
        case "*": return Expression(.wildcard, at: position)
        case "**": return Expression(.descendants, at: position)
        case "%": return Expression(.parent, at: position)
        case "-": return Expression(.negate(try expression(70)), at: position)
        case "(": return Expression(.block(try blockBody()), at: position)
        case "[": return Expression(.array(try arrayItems()), at: position)
        case "{": return Expression(.object(try pairs()), at: position)
        case "|": return try transform(at: position)
        default: throw JSONataError(code: "S0211", position: position, token: symbol)
        }
    }

    private mutating func blockBody() throws(JSONataError) -> [Expression] {
        var expressions: [Expression] = []
        while !token.is(")") {
            expressions.append(try expression(0))
            guard token.is(";") else { break }
            try expect(";")
        }
        try expect(")", operandExpected: false)
        return expressions
    }

    private mutating func arrayItems() throws(JSONataError) -> [Expression] {
        var items: [Expression] = []
        if !token.is("]") {
            while true {
                var item = try expression(0)
                if token.is("..") {
                    let position = token.position
                    try expect("..")
                    item = Expression(.range(item, try expression(0)), at: position)
                }
                items.append(item)
                guard token.is(",") else { break }
                try expect(",")
            }
        }
        try expect("]", operandExpected: false)
        return items
    }

    /// `key: value, …}`; the opening brace is behind.
    mutating func pairs() throws(JSONataError) -> [Expression.Pair] {
        var pairs: [Expression.Pair] = []
        if !token.is("}") {
            while true {
                let key = try expression(0)
                try expect(":")
                pairs.append(Expression.Pair(key: key, value: try expression(0)))
                guard token.is(",") else { break }
                try expect(",")
            }
        }
        try expect("}", operandExpected: false)
        return pairs
    }

    private mutating func transform(at position: Int) throws(JSONataError) -> Expression {
        let pattern = try expression(0)
        try expect("|")
        let update = try expression(0)
        var deletion: Expression?
        if token.is(",") {
            try expect(",")
            deletion = try expression(0)
        }
        try expect("|", operandExpected: false)
        return Expression(.transform(pattern, update, deletion), at: position)
    }
}
