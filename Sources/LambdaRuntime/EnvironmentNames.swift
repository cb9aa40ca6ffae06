import Foundations

extension RandomSource {
    /// 16 lower-case hexadecimal digits a word.
    func hexadecimal(words: Int) -> String {
        (0..<words).map { _ in
            let digits = String(next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension ExecutionEnvironment {
    /// `2026/01/31/[$LATEST]0123456789abcdef0123456789abcdef`
    static func logStream(at time: Timestamp, id: String) -> String {
        time.iso8601.prefix(10).replacing("-", with: "/") + "/[$LATEST]" + id
    }
}
