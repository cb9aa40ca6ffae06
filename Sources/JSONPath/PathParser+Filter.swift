import JSONModel

extension PathParser {
    /// The condition after `[?`: in parentheses, as Jayway wants it.
    mutating func parseFilter() throws(DefinitionError) -> Filter {
        skipBlanks()
        guard take("(") else { throw error("expected '(' after '?'") }
        return try parseClosed()
    }

    /// A condition whose opening parenthesis has been read.
    private mutating func parseClosed() throws(DefinitionError) -> Filter {
        filterDepth += 1
        guard filterDepth <= Self.maxFilterDepth else { throw error("a filter nested too deeply") }
        let filter = try parseDisjunction()
        skipBlanks()
        guard take(")") else { throw error("expected ')'") }
        filterDepth -= 1
        return filter
    }

    private mutating func parseDisjunction() throws(DefinitionError) -> Filter {
        var filter = try parseConjunction()
        skipBlanks()
        while take("||") {
            filter = .or(filter, try parseConjunction())
            skipBlanks()
        }
        return filter
    }

    private mutating func parseConjunction() throws(DefinitionError) -> Filter {
        var filter = try parseTerm()
        skipBlanks()
        while take("&&") {
            filter = .and(filter, try parseTerm())
            skipBlanks()
        }
        return filter
    }

    private mutating func parseTerm() throws(DefinitionError) -> Filter {
        skipBlanks()
        if take("(") { return try parseClosed() }
        if take("!") {
            skipBlanks()
            guard take("(") else { return .not(.exists(try parseOperand())) }
            return .not(try parseClosed())
        }
        let left = try parseOperand()
        skipBlanks()
        guard let comparison = try parseComparison() else {
            if case .literal = left { throw error("expected a comparison") }
            return .exists(left)
        }
        return .comparison(left, comparison, try parseOperand())
    }

    private mutating func parseComparison() throws(DefinitionError) -> Filter.Comparison? {
        if take("=~") { throw error("the operator '=~' is not supported") }
        for comparison in Filter.Comparison.allCases {
            let word = Array(comparison.rawValue.utf8)
            guard bytes[position...].starts(with: word) else { continue }
            let next = position + word.count < bytes.count ? bytes[position + word.count] : 0x20
            if let first = word.first, isLetter(first), isLetter(next) { continue }
            position += word.count
            return comparison
        }
        return nil
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    private mutating func parseOperand() throws(DefinitionError) -> Filter.Operand {
        skipBlanks()
        switch current {
        case UInt8(ascii: "@"), UInt8(ascii: "$"): return try parsePathOperand()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .literal(.string(try parseQuoted()))
        case nil: throw error("unexpected end of the filter")
        default: return .literal(try parseLiteral())
        }
    }

    private mutating func parsePathOperand() throws(DefinitionError) -> Filter.Operand {
        let start = position
        let fromNode = current == UInt8(ascii: "@")
        position += 1
        let steps = try parseSteps(until: Self.endsOperand)
        let path = Path(text: String(decoding: bytes[start..<position], as: UTF8.self), root: .input, steps: steps)
        return fromNode ? .node(path) : .root(path)
    }

    private static func endsOperand(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: ")"), UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: ","), UInt8(ascii: "]"):
            true
        default: byte <= 0x20
        }
    }

    /// A JSON literal; strings in it may stand in single quotes.
    private mutating func parseLiteral() throws(DefinitionError) -> JSONValue {
        if current == UInt8(ascii: "[") { return try parseArrayLiteral() }
        let start = position
        while let byte = current, !Self.endsOperand(byte) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = try? JSONValue(parsing: word, maxDepth: 8) else {
            position = start
            throw error("expected a path or a literal")
        }
        return value
    }

    private mutating func parseArrayLiteral() throws(DefinitionError) -> JSONValue {
        filterDepth += 1
        guard filterDepth <= Self.maxFilterDepth else { throw error("a filter nested too deeply") }
        position += 1
        var elements: [JSONValue] = []
        skipBlanks()
        while !take("]") {
            if !elements.isEmpty {
                guard take(",") else { throw error("expected ',' or ']'") }
            }
            guard case .literal(let element) = try parseOperand() else { throw error("expected a literal") }
            elements.append(element)
            skipBlanks()
        }
        filterDepth -= 1
        return .array(elements)
    }
}
