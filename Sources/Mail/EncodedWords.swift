/// Header text outside ASCII (RFC 2047): encoded words of the Q encoding, at most 75 characters each, folded.
enum EncodedWords {
    private static let limit = 75
    private static let prefix = "=?utf-8?q?"

    /// Text for an unstructured field: as it is where that is printable ASCII and fits on the line.
    static func encode(_ text: String, after column: Int) -> String {
        isPlain(text) && column + text.utf8.count <= 78 ? text : words(text, after: column)
    }

    /// Text for a display name: a phrase admits few characters besides letters, so anything else is encoded.
    static func encode(phrase: String, after column: Int) -> String {
        let isAtoms = phrase.utf8.allSatisfy { isSafe($0) || $0 == UInt8(ascii: " ") }
        return isAtoms && isPlain(phrase) && column + phrase.utf8.count <= 76 ? phrase : words(phrase, after: column)
    }

    /// Printable ASCII that nobody could take for an encoded word, without blanks that folding or trimming would eat.
    private static func isPlain(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }), !text.contains("=?") else { return false }
        return text.utf8.first != 0x20 && text.utf8.last != 0x20
    }

    private static func words(_ text: String, after column: Int) -> String {
        var words: [String] = []
        var word = ""
        var room = limit - prefix.utf8.count - 2 - column
        // A character's bytes stay in one word (RFC 2047, 5).
        for character in text.unicodeScalars {
            let encoded = String(character).utf8.map(encoded).joined()
            if word.utf8.count + encoded.utf8.count > room {
                words.append(word)
                word = ""
                room = limit - prefix.utf8.count - 2
            }
            word += encoded
        }
        words.append(word)
        return words.map { prefix + $0 + "?=" }.joined(separator: "\r\n ")
    }

    private static func encoded(_ byte: UInt8) -> String {
        if byte == UInt8(ascii: " ") { return "_" }
        return isSafe(byte) ? String(Unicode.Scalar(byte)) : "=" + QuotedPrintable.hexadecimal(byte)
    }

    /// What stands for itself in a phrase's encoded word (RFC 2047, 5 (3)).
    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
