import JSONModel

/// Reads JSON text into nodes with their places. Numbers and strings are left to `JSONModel`.
struct JSONReader {
    let bytes: [UInt8]
    var findings: Findings
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private let maxDepth: Int

    private struct Stop: Error {}

    init(text: String, file: String, maxDepth: Int = 64) {
        self.maxDepth = maxDepth
        bytes = Array(text.utf8)
        findings = Findings(file: file)
    }

    /// nil where ``findings`` says why.
    mutating func read() -> Node? {
        do {
            skipSpace()
            let node = try value(depth: 0)
            skipSpace()
            if position < bytes.count { try stop("unexpected text after the value") }
            return node
        } catch {
            return nil
        }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private var place: SourcePosition {
        let characters = bytes[lineStart..<min(position, bytes.count)].count { $0 & 0xC0 != 0x80 }
        return SourcePosition(line: line, column: characters + 1)
    }

    private mutating func stop(_ message: String) throws -> Never {
        findings.add(place, "this is not valid JSON: \(message)")
        throw Stop()
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
            if byte == 0x0A {
                line += 1
                lineStart = position
            }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws -> Node {
        if depth > maxDepth { try stop("nested deeper than \(maxDepth) levels") }
        let start = place
        switch current {
        case UInt8(ascii: "{"): return Node(.map(try members(depth: depth)), at: start)
        case UInt8(ascii: "["): return Node(.list(try elements(depth: depth)), at: start)
        case UInt8(ascii: "\""): return .text(try text(), at: start)
        default: return Node(try scalar(), at: start)
        }
    }

    private mutating func members(depth: Int) throws -> [Node.Member] {
        position += 1
        var members: [Node.Member] = []
        var names: Set<String> = []
        skipSpace()
        if take("}") { return members }
        while true {
            skipSpace()
            let start = place
            let name = try text()
            if !names.insert(name).inserted {
                findings.add(start, "the key \(name) stands twice in one map; rename or remove one")
            }
            skipSpace()
            if !take(":") { try stop("expected ':'") }
            skipSpace()
            members.append(Node.Member(name: name, position: start, value: try value(depth: depth + 1)))
            skipSpace()
            if take("}") { return members }
            if !take(",") { try stop("expected ',' or '}'") }
        }
    }

    private mutating func elements(depth: Int) throws -> [Node] {
        position += 1
        var nodes: [Node] = []
        skipSpace()
        if take("]") { return nodes }
        while true {
            skipSpace()
            nodes.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return nodes }
            if !take(",") { try stop("expected ',' or ']'") }
        }
    }

    private mutating func text() throws -> String {
        guard current == UInt8(ascii: "\"") else { try stop("expected a string in double quotes") }
        var end = position + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        guard end < bytes.count else { try stop("a string without its closing quote") }
        guard case .string(let text)? = try? JSONValue(parsing: Array(bytes[position...end])) else {
            try stop("a string with an escape or a character that JSON does not allow")
        }
        position = end + 1
        return text
    }

    private mutating func scalar() throws -> Node.Value {
        var end = position
        while end < bytes.count, Self.isScalar(bytes[end]) { end += 1 }
        switch try? JSONValue(parsing: Array(bytes[position..<end])) {
        case .null:
            position = end
            return .null
        case .bool(let flag):
            position = end
            return .bool(flag)
        case .number(let number):
            position = end
            return .number(number)
        default: try stop("expected a value")
        }
    }

    private static func isScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
