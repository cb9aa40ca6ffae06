extension PathParser {
    mutating func parseBracket() throws(DefinitionError) -> Step {
        position += 1
        skipBlanks()
        let step: Step
        switch current {
        case UInt8(ascii: "*"):
            position += 1
            step = .wildcard
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            step = try parseNames()
        case UInt8(ascii: "?"):
            position += 1
            step = .filter(try parseFilter())
        default:
            step = try parseIndices()
        }
        skipBlanks()
        guard take("]") else { throw error("expected ']'") }
        return step
    }

    private mutating func parseNames() throws(DefinitionError) -> Step {
        var names: [String] = []
        repeat {
            skipBlanks()
            names.append(try parseQuoted())
            skipBlanks()
        } while take(",")
        return names.count == 1 ? .member(names[0]) : .members(names)
    }

    /// A string in single or double quotes. A backslash escapes the quote and itself; before anything else it stands
    /// for itself, as AWS treats it in `$['Test\"Name']`.
    mutating func parseQuoted() throws(DefinitionError) -> String {
        guard let quote = current, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw error("expected a name in quotes")
        }
        position += 1
        var name: [UInt8] = []
        while let byte = current {
            position += 1
            if byte == quote { return String(decoding: name, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), let next = current, next == quote || next == byte {
                position += 1
                name.append(next)
            } else {
                name.append(byte)
            }
        }
        throw error("unterminated string")
    }

    private mutating func parseIndices() throws(DefinitionError) -> Step {
        let first = try parseInteger()
        skipBlanks()
        if current == UInt8(ascii: ":") { return try parseSlice(from: first) }
        guard let first else { throw error("expected an index, a name in quotes, '*' or '?'") }
        var indices = [first]
        while take(",") {
            skipBlanks()
            guard let index = try parseInteger() else { throw error("expected an index") }
            indices.append(index)
            skipBlanks()
        }
        return indices.count == 1 ? .index(first) : .indices(indices)
    }

    private mutating func parseSlice(from: Int?) throws(DefinitionError) -> Step {
        position += 1
        skipBlanks()
        let to = try parseInteger()
        skipBlanks()
        var by = 1
        if take(":") {
            skipBlanks()
            by = try parseInteger() ?? 1
            skipBlanks()
        }
        guard by > 0 else { throw error("a slice's step must be positive") }
        return .slice(from: from, to: to, by: by)
    }

    private mutating func parseInteger() throws(DefinitionError) -> Int? {
        let start = position
        _ = take("-")
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        guard position > start else { return nil }
        guard let value = Int32(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw error("not an index")
        }
        return Int(value)
    }
}
