import JSONModel

/// Reads intrinsic calls.
struct IntrinsicParser {
    let text: String
    let bytes: [UInt8]
    private var position = 0
    private var calls = 0

    init(text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    static func isEscapable(_ character: Unicode.Scalar) -> Bool {
        character == "'" || character == "{" || character == "}" || character == "\\"
    }

    mutating func parseWhole() throws(DefinitionError) -> Intrinsic {
        let call = try parseCall()
        skipBlanks()
        guard position == bytes.count else { throw error("unexpected text after the call") }
        return call
    }

    private mutating func parseCall() throws(DefinitionError) -> Intrinsic {
        calls += 1
        guard calls <= Intrinsic.maxNestedCalls else {
            throw error("more than \(Intrinsic.maxNestedCalls) nested calls")
        }
        skipBlanks()
        let start = position
        while let byte = current, isNameByte(byte) { position += 1 }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let function = IntrinsicFunction(rawValue: name) else {
            position = start
            throw error("unknown intrinsic function '\(name)'")
        }
        skipBlanks()
        guard take("(") else { throw error("expected '('") }
        let arguments = try parseArguments()
        if function == .mathAdd, arguments.contains(where: \.isString) {
            throw error("the arguments of \(name) are numbers or paths")
        }
        let call = String(decoding: bytes[start..<position], as: UTF8.self)
        return Intrinsic(text: call, function: function, arguments: arguments)
    }

    private mutating func parseArguments() throws(DefinitionError) -> [Intrinsic.Argument] {
        var arguments: [Intrinsic.Argument] = []
        skipBlanks()
        if take(")") { return arguments }
        while true {
            skipBlanks()
            arguments.append(try parseArgument())
            skipBlanks()
            if take(",") { continue }
            guard take(")") else { throw error("expected ',' or ')'") }
            return arguments
        }
    }

    private mutating func parseArgument() throws(DefinitionError) -> Intrinsic.Argument {
        switch current {
        case UInt8(ascii: "'"): return try parseString()
        case UInt8(ascii: "$"): return .path(try parsePath())
        case UInt8(ascii: "S"): return .call(try parseCall())
        default: return .literal(try parseLiteral())
        }
    }

    private mutating func parsePath() throws(DefinitionError) -> Path {
        var parser = PathParser(text: text, bytes: bytes, position: position)
        let path = try parser.parseLeadingPath { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ")") || $0 <= 0x20 }
        position = parser.position
        return path
    }

    private mutating func parseString() throws(DefinitionError) -> Intrinsic.Argument {
        position += 1
        let start = position
        var value: [UInt8] = []
        while let byte = current {
            position += 1
            if byte == UInt8(ascii: "'") {
                let raw = String(decoding: bytes[start..<position - 1], as: UTF8.self)
                return .string(String(decoding: value, as: UTF8.self), raw: raw)
            }
            guard byte == UInt8(ascii: "\\") else {
                value.append(byte)
                continue
            }
            guard let next = current, Self.isEscapable(Unicode.Scalar(next)) else {
                throw error("a backslash escapes only ', {, } and itself")
            }
            position += 1
            value.append(next)
        }
        throw error("unterminated string")
    }

    private mutating func parseLiteral() throws(DefinitionError) -> JSONValue {
        let start = position
        while let byte = current, byte != UInt8(ascii: ","), byte != UInt8(ascii: ")"), byte > 0x20 { position += 1 }
        let word = Array(bytes[start..<position])
        guard let first = word.first, first != UInt8(ascii: "\""), first != UInt8(ascii: "["),
            first != UInt8(ascii: "{"), let value = try? JSONValue(parsing: word, maxDepth: 1)
        else {
            position = start
            throw error("expected a string in single quotes, a number, true, false, null, a path or a call")
        }
        return value
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = current, UInt32(byte) == character.value else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private func error(_ message: String) -> DefinitionError {
        DefinitionError(text: text, message: message, offset: position)
    }
}
