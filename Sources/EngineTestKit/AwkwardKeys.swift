public import Foundations

/// Keys that collide, nest, sort and spell themselves in every way that trips a store of files.
public enum AwkwardKeys {
    private static let pieces = [
        "a", "b", "a-b", "a.b", "a0", "A", "", "", ".", "..", ".%", ".%=", ".%+", ".%!a", ".%=a%00", "%", "%2F", "%25",
        " ", "é", "e\u{301}", "\u{1F6EB}", "\n", "\u{7F}", "_SUCCESS", ".crc", "a\0b", "+", "=", "!", "~",
        String(repeating: "l", count: 254), String(repeating: "l", count: 255), String(repeating: "l", count: 256),
        String(repeating: "é", count: 140), String(repeating: "%", count: 100) + "x",
    ]

    /// 1 to 1,024 bytes.
    public static func key(_ random: any RandomSource) -> String {
        while true {
            let count = 1 + Int(random.next() % 4)
            let key = (0..<count).map { _ in segment(random) }.joined(separator: "/")
            if (1...1024).contains(key.utf8.count) { return key }
        }
    }

    private static func segment(_ random: any RandomSource) -> String {
        let piece = pieces[Int(random.next() % UInt64(pieces.count))]
        return random.next() % 4 == 0 ? piece + pieces[Int(random.next() % UInt64(pieces.count))] : piece
    }
}
