import EngineTestKit
import JSONModel

/// Grows JSON values and texts from a seed, and breaks them.
struct JSONGarden {
    private let random: SeededRandomness

    init(seed: UInt64) { random = SeededRandomness(seed: seed) }

    func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    private func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    private static let pieces = [
        "", "a", "name", "longer than fifteen bytes", "é", "e\u{301}", "日本語", "😀", "\u{0}", "\u{1F}", "\"", "\\", "/",
        "\n", "\r\n", "\t", "\u{7F}", "\u{2028}", "\u{FFFF}", "\u{10FFFF}", "0123456", "01234567", "012345678",
        "\\u0041",
    ]
    private static let numbers = [
        "0", "-0", "1", "-1", "10", "0.5", "1.50", "-12.340", "1e5", "1E-5", "-1.5e+10", "1e400", "9007199254740993",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "123456789012345678901234567890",
        "0.0000000000000000001", "999999999999999999", "0.999999999999999999",
    ]

    func string() -> String { (0..<below(4)).map { _ in pick(Self.pieces) }.joined() }

    func number() -> String {
        switch below(4) {
        case 0: pick(Self.numbers)
        case 1: String(Int64(bitPattern: random.next()) >> below(64))
        case 2: String(below(100_000)) + "." + String(below(100_000))
        default: String(below(1000))
        }
    }

    /// A text without superfluous blanks and escapes: what the printer makes of its value.
    func canonical(_ depth: Int) -> String {
        switch depth > 0 ? below(8) : below(5) {
        case 0: return pick(["null", "true", "false"])
        case 1, 2: return number()
        case 3, 4: return JSONValue.string(string()).serialized()
        case 5: return "[" + (0..<below(6)).map { _ in canonical(depth - 1) }.joined(separator: ",") + "]"
        default:
            var names: [JSONValue] = []
            for _ in 0..<(below(20) == 0 ? 40 : below(7)) {
                let name = JSONValue.string(string() + pick(["", "1", "2"]))
                if !names.contains(name) { names.append(name) }
            }
            return "{" + names.map { "\($0.serialized()):\(canonical(depth - 1))" }.joined(separator: ",") + "}"
        }
    }

    /// The same value with blanks anywhere and characters as escapes.
    func adorned(_ text: String) -> String {
        var result = blank()
        var inString = false
        var escaped = false
        var hexDigits = 0
        for scalar in text.unicodeScalars {
            if escaped, scalar == "u" { hexDigits = 5 }
            hexDigits -= 1
            if inString, !escaped, hexDigits < 0, scalar != "\"", scalar != "\\", below(8) == 0 {
                result += scalar.utf16.map(escape).joined()
            } else {
                result.unicodeScalars.append(scalar)
            }
            if scalar == "\"", !escaped { inString.toggle() }
            escaped = inString && scalar == "\\" && !escaped
            if !inString, "[]{},:\"".unicodeScalars.contains(scalar) { result += blank() }
        }
        return result + blank()
    }

    private func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: below(2) == 0)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    private func blank() -> String { pick(["", "", "", " ", "\n", "\r\n", "\t", "   "]) }

    /// Bytes left out, doubled, moved, or from elsewhere.
    func broken(_ text: [UInt8]) -> [UInt8] {
        var bytes = text
        for _ in 0...below(3) where !bytes.isEmpty {
            let place = below(bytes.count)
            switch below(5) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(bytes[below(bytes.count)], at: place)
            case 2: bytes[place] = UInt8(below(256))
            case 3: bytes[place] = pick(Array("[]{},:\"\\0123456789-+.eEtrufalsn \u{1}".utf8))
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
