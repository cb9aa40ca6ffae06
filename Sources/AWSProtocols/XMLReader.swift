/// Reads XML documents as S3's clients send them: elements, attributes, text, CDATA, comments.
///
/// No document type and no entities but XML's five and character references, so nothing can expand; depth and number
/// of elements are bounded. Namespaces are passed over: local names are what S3 goes by.
struct XMLReader {
    private static let maximumDepth = 64
    private static let maximumElements = 200_000

    private let bytes: [UInt8]
    private var position = 0
    private var open: [XMLElement] = []
    private var root: XMLElement?
    private var count = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The root element of a document in UTF-8.
    static func read(_ bytes: [UInt8]) throws(XMLSyntaxError) -> XMLElement {
        var reader = XMLReader(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
        while reader.position < bytes.count { try reader.readPiece() }
        guard let root = reader.root, reader.open.isEmpty else {
            throw XMLSyntaxError(message: "the document ends early")
        }
        return root
    }

    private mutating func readPiece() throws(XMLSyntaxError) {
        guard bytes[position] == UInt8(ascii: "<") else { return try readText() }
        if take("<!--") {
            try skip(past: "-->")
        } else if take("<![CDATA[") {
            let start = position
            try skip(past: "]]>")
            try append(try text(start..<(position - 3), resolving: false))
        } else if take("<?") {
            try skip(past: "?>")
        } else if take("<!") {
            throw XMLSyntaxError(message: "a document type is not taken")
        } else if take("</") {
            try readEndTag()
        } else {
            position += 1
            try readStartTag()
        }
    }

    private mutating func readText() throws(XMLSyntaxError) {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        try append(try text(start..<position, resolving: true))
    }

    private mutating func append(_ text: String) throws(XMLSyntaxError) {
        if open.isEmpty {
            guard text.utf8.allSatisfy(Self.isSpace) else { throw XMLSyntaxError(message: "text outside the root") }
        } else {
            open[open.count - 1].text += text
        }
    }

    private mutating func readStartTag() throws(XMLSyntaxError) {
        guard root == nil, open.count < Self.maximumDepth, count < Self.maximumElements else {
            throw XMLSyntaxError(message: "too many elements")
        }
        count += 1
        var element = XMLElement(name: try readName())
        while true {
            skipSpace()
            if take("/>") { return try close(element) }
            if take(">") { return open.append(element) }
            let name = try readName()
            skipSpace()
            guard take("=") else { throw XMLSyntaxError(message: "an attribute has no value") }
            skipSpace()
            element.attributes[name] = try readQuoted()
        }
    }

    private mutating func readEndTag() throws(XMLSyntaxError) {
        let name = try readName()
        skipSpace()
        guard take(">"), let element = open.popLast(), element.name == name else {
            throw XMLSyntaxError(message: "an end tag does not match")
        }
        try close(element)
    }

    private mutating func close(_ element: XMLElement) throws(XMLSyntaxError) {
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    private mutating func readQuoted() throws(XMLSyntaxError) -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
        else {
            throw XMLSyntaxError(message: "an attribute's value is not quoted")
        }
        let quote = bytes[position]
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: quote) else {
            throw XMLSyntaxError(message: "an attribute's value does not end")
        }
        position = end + 1
        return try text(start..<end, resolving: true)
    }

    /// A name without its prefix.
    private mutating func readName() throws(XMLSyntaxError) -> String {
        let start = position
        while position < bytes.count, !Self.isSpace(bytes[position]), !Self.endsName(bytes[position]) { position += 1 }
        guard position > start else { throw XMLSyntaxError(message: "a name is missing") }
        let name = try text(start..<position, resolving: false)
        return String(name.split(separator: ":").last ?? "")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private static func endsName(_ byte: UInt8) -> Bool {
        [
            UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: "\""),
            UInt8(ascii: "'"),
        ]
        .contains(byte)
    }

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    private mutating func take(_ token: StaticString) -> Bool {
        let end = position + token.utf8CodeUnitCount
        let matches = token.withUTF8Buffer { end <= bytes.count && bytes[position..<end].elementsEqual($0) }
        if matches { position = end }
        return matches
    }

    private mutating func skip(past token: StaticString) throws(XMLSyntaxError) {
        while position < bytes.count {
            if take(token) { return }
            position += 1
        }
        throw XMLSyntaxError(message: "the document ends early")
    }
}

extension XMLReader {
    private func text(_ range: Range<Int>, resolving: Bool) throws(XMLSyntaxError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw XMLSyntaxError(message: "the document is not UTF-8")
        }
        return resolving && bytes[range].contains(UInt8(ascii: "&")) ? try Self.resolve(text) : text
    }

    private static func resolve(_ text: String) throws(XMLSyntaxError) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            guard let end = rest[start...].prefix(12).firstIndex(of: ";"),
                let character = character(rest[rest.index(after: start)..<end])
            else { throw XMLSyntaxError(message: "an entity is not known") }
            result.unicodeScalars.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> Unicode.Scalar? {
        switch name {
        case "lt": "<"
        case "gt": ">"
        case "amp": "&"
        case "quot": "\""
        case "apos": "'"
        case _ where name.hasPrefix("#x"): UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        case _ where name.hasPrefix("#"): UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
        default: nil
        }
    }
}
