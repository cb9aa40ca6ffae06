/// The rows of a text with separated values, read as Step Functions reads them: RFC 4180, and backslashes that escape
/// themselves, quotation marks and the separator; before anything else they vanish.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
struct SeparatedValues: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var position: Int

    init(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
        self.bytes = bytes
        self.delimiter = delimiter
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// The next row that is not empty.
    mutating func next() -> [String]? {
        skipEmptyLines()
        guard position < bytes.count else { return nil }
        var row: [String] = []
        while true {
            row.append(field())
            guard position < bytes.count, bytes[position] == delimiter else { break }
            position += 1
        }
        endLine()
        return row
    }

    private mutating func skipEmptyLines() {
        while position < bytes.count, bytes[position] == Self.newline || bytes[position] == Self.carriageReturn {
            position += 1
        }
    }

    private mutating func endLine() {
        if position < bytes.count, bytes[position] == Self.carriageReturn { position += 1 }
        if position < bytes.count, bytes[position] == Self.newline { position += 1 }
    }

    /// Up to the separator or the line's end that follows.
    private mutating func field() -> String {
        var text: [UInt8] = []
        var isQuoted = false
        if position < bytes.count, bytes[position] == Self.quote {
            isQuoted = true
            position += 1
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == Self.backslash {
                escape(&text)
            } else if isQuoted, byte == Self.quote {
                position += 1
                guard position < bytes.count, bytes[position] == Self.quote else {
                    isQuoted = false
                    continue
                }
                text.append(Self.quote)
                position += 1
            } else if !isQuoted, byte == delimiter || byte == Self.newline || byte == Self.carriageReturn {
                break
            } else {
                text.append(byte)
                position += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func escape(_ text: inout [UInt8]) {
        position += 1
        guard position < bytes.count else { return }
        let byte = bytes[position]
        if byte == Self.backslash || byte == Self.quote || byte == delimiter {
            text.append(byte)
            position += 1
        }
    }
}
