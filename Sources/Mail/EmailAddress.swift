/// The addresses that are sent to and from: ASCII, `local@domain`, nothing that a header or an SMTP command could
/// take for anything else. Quoted local parts and internationalized addresses (RFC 6531) are refused.
enum EmailAddress {
    private static let localMarks = Set("!#$%&'*+-/=?^_`{|}~.".utf8)
    private static let domainMarks = Set("-.".utf8)

    static func isValid(_ address: String) -> Bool {
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254 else { return false }
        return isValid(parts[0], marks: localMarks, limit: 64) && isValid(parts[1], marks: domainMarks, limit: 253)
    }

    private static func isValid(_ part: Substring.UTF8View, marks: Set<UInt8>, limit: Int) -> Bool {
        guard !part.isEmpty, part.count <= limit, part.first != UInt8(ascii: "."), part.last != UInt8(ascii: ".")
        else { return false }
        return part.allSatisfy { isLetterOrDigit($0) || marks.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
