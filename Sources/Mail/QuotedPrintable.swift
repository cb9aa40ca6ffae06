/// The quoted-printable encoding (RFC 2045, 6.7) of text: LF, CR and CRLF become CRLF, lines hold at most 76 characters.
enum QuotedPrintable {
    private static let limit = 76

    static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        for line in lines(of: Array(text.utf8)) {
            append(line, to: &output)
            output += [0x0D, 0x0A]
        }
        return output
    }

    static func hexadecimal(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + text : text
    }

    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x0A || byte == 0x0D {
                lines.append(bytes[start..<position])
                if byte == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A { position += 1 }
                start = position + 1
            }
            position += 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    private static func append(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var column = 0
        for position in line.indices {
            let isLast = position + 1 == line.endIndex
            let encoded = encode(line[position], isLast: isLast)
            // A soft break takes the line's last place.
            if column + encoded.count > (isLast ? limit : limit - 1) {
                output += [UInt8(ascii: "="), 0x0D, 0x0A]
                column = 0
            }
            output += encoded
            column += encoded.count
        }
    }

    private static func encode(_ byte: UInt8, isLast: Bool) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "="): Array("=3D".utf8)
        case 0x20, 0x09: isLast ? Array(("=" + hexadecimal(byte)).utf8) : [byte]
        case 0x21..<0x7F: [byte]
        default: Array(("=" + hexadecimal(byte)).utf8)
        }
    }
}
