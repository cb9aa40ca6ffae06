/// A place in a text, as editors and compilers print it: `line:column`, both from 1.
///
/// A line ends with LF, CR LF or CR. A column counts characters in the sense of Unicode scalars (code points), as YAML's
/// parsers and cfn-lint count: 2 stands behind `é` or `😀`, and behind a combining accent comes another.
public struct JSONTextPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte offset. An offset inside a character is that of the character; one past the end is the end.
    public init(utf8Offset offset: Int, in text: some Collection<UInt8>) {
        self.init(line: 1, column: 1)
        var last: UInt8 = 0
        for byte in text.prefix(max(offset, 0)) {
            if last == 0x0D, byte != 0x0A { breakLine() }
            if byte == 0x0A { breakLine() } else if byte & 0xC0 != 0x80 { column += 1 }
            last = byte
        }
        if last == 0x0D, text.dropFirst(max(offset, 0)).first != 0x0A { breakLine() }
        if column > 1, let byte = text.dropFirst(max(offset, 0)).first, byte & 0xC0 == 0x80 { column -= 1 }
    }

    private mutating func breakLine() {
        line += 1
        column = 1
    }

    public var description: String { "\(line):\(column)" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
