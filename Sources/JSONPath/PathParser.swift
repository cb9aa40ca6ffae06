import JSONModel

/// Reads paths. Works on UTF-8 bytes: all of the grammar's own characters are ASCII.
struct PathParser {
    let text: String
    let bytes: [UInt8]
    var position = 0
    var filterDepth = 0

    /// Nested filters and parentheses; deeper ones are refused instead of risking the stack.
    static let maxFilterDepth = 32
    /// AWS's limit for a variable's name, in characters.
    static let maxVariableName = 80

    init(text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    init(text: String, bytes: [UInt8], position: Int) {
        self.text = text
        self.bytes = bytes
        self.position = position
    }

    /// A path that is the whole text.
    mutating func parsePath() throws(DefinitionError) -> Path {
        let path = try parseLeadingPath { _ in false }
        guard position == bytes.count else { throw error("unexpected character") }
        return path
    }

    /// A path up to the first byte outside of brackets that `stop` names.
    mutating func parseLeadingPath(until stop: (UInt8) -> Bool) throws(DefinitionError) -> Path {
        let start = position
        guard take("$") else { throw error("a path begins with '$'") }
        let root: Path.Root
        if take("$") {
            root = .context
        } else if let byte = current, byte != UInt8(ascii: "."), byte != UInt8(ascii: "["), !stop(byte) {
            root = .variable(try parseVariableName(until: stop))
        } else {
            root = .input
        }
        let steps = try parseSteps(until: stop)
        return Path(text: String(decoding: bytes[start..<position], as: UTF8.self), root: root, steps: steps)
    }

    private mutating func parseVariableName(until stop: (UInt8) -> Bool) throws(DefinitionError) -> String {
        let start = position
        while let byte = current, byte != UInt8(ascii: "."), byte != UInt8(ascii: "["), !stop(byte) { position += 1 }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        let scalars = name.unicodeScalars
        guard name.count <= Self.maxVariableName, let first = scalars.first,
            first == "_" || first.properties.isIDStart,
            scalars.dropFirst().allSatisfy({ $0.properties.isIDContinue })
        else {
            position = start
            throw error("not a variable's name")
        }
        return name
    }

    mutating func parseSteps(until stop: (UInt8) -> Bool) throws(DefinitionError) -> [Step] {
        var steps: [Step] = []
        while let byte = current, !stop(byte) {
            if steps.last?.isFunction == true { throw error("nothing may follow a function") }
            if byte == UInt8(ascii: "[") {
                steps.append(try parseBracket())
            } else if take("..") {
                steps.append(.descendants)
                steps.append(current == UInt8(ascii: "[") ? try parseBracket() : try parseDotName(until: stop))
            } else if take(".") {
                steps.append(try parseDotName(until: stop))
            } else {
                throw error("expected '.' or '['")
            }
        }
        return steps
    }

    private mutating func parseDotName(until stop: (UInt8) -> Bool) throws(DefinitionError) -> Step {
        if current == UInt8(ascii: "*") {
            position += 1
            return .wildcard
        }
        let start = position
        while let byte = current, !stop(byte), !isEndOfName(byte) { position += 1 }
        guard position > start else { throw error("expected a name") }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        guard take("(") else {
            if let byte = current, byte == UInt8(ascii: " "), !stop(byte) {
                throw error("a name with blanks must stand in brackets and quotes")
            }
            return .member(name)
        }
        skipBlanks()
        guard let function = PathFunction(rawValue: name) else { throw error("unknown function '\(name)'") }
        guard take(")") else { throw error("the function '\(name)' takes no arguments") }
        return .function(function)
    }

    private func isEndOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: " "), UInt8(ascii: "]"),
            UInt8(ascii: ")"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "*"), UInt8(ascii: ","):
            true
        default: byte < 0x20
        }
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Steps over `word` where it stands next.
    mutating func take(_ word: StaticString) -> Bool {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        let matches = word.withUTF8Buffer { bytes[position..<end].elementsEqual($0) }
        if matches { position = end }
        return matches
    }

    mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    func error(_ message: String) -> DefinitionError { DefinitionError(text: text, message: message, offset: position) }
}
