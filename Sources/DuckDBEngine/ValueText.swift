import CDuckDB
import JSONModel

/// The exact texts of DuckDB's values.
enum ValueText {
    /// A number of JSON's grammar that keeps its digits.
    static func number(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? .string(text) }

    /// The shortest number that reads back as the same float.
    static func float<F: BinaryFloatingPoint & LosslessStringConvertible>(_ value: F) -> JSONValue {
        if value.isFinite { return number(value.description) }
        return .string(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
    }

    static func decimal(_ unscaled: Int128, scale: Int) -> String {
        guard scale > 0 else { return unscaled.description }
        let digits = unscaled.magnitude.description
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return (unscaled < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    static func unsigned(_ value: cduckdb_hugeint) -> UInt128 {
        UInt128(UInt64(bitPattern: value.upper)) << 64 | UInt128(value.lower)
    }

    /// DuckDB keeps a UUID with its top bit flipped, so that it sorts as a signed number.
    static func uuid(_ value: cduckdb_hugeint) -> String {
        let bits = unsigned(value) ^ (UInt128(1) << 127)
        var text = ""
        for (position, shift) in stride(from: 120, through: 0, by: -8).enumerated() {
            if [4, 6, 8, 10].contains(position) { text += "-" }
            text += hexadecimal([UInt8(truncatingIfNeeded: bits >> UInt128(shift))])
        }
        return text
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// A bit string: the first byte says how many leading bits of the next are padding.
    static func bits(_ bytes: [UInt8]) -> String {
        let all = bytes.dropFirst().flatMap { byte in (0..<8).map { byte >> UInt8(7 - $0) & 1 } }
        return all.dropFirst(Int(bytes.first ?? 0)).map(String.init).joined()
    }

    /// `P1Y2M3DT4H5M6.7S`; each part has its own sign, as in DuckDB.
    static func duration(_ value: cduckdb_interval) -> String {
        let date = [(value.months / 12, "Y"), (value.months % 12, "M"), (value.days, "D")]
        let seconds = value.micros / 1_000_000
        let fraction = value.micros % 1_000_000
        let time = [(seconds / 3600, "H"), (seconds / 60 % 60, "M")].filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }
        let sign = seconds % 60 == 0 && fraction < 0 ? "-" : ""
        let last =
            seconds % 60 == 0 && fraction == 0
            ? "" : sign + "\(seconds % 60)" + ISOText.fraction(abs(fraction), 6) + "S"
        let dateText = date.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
        let timeText = time.joined() + last
        if dateText.isEmpty && timeText.isEmpty { return "PT0S" }
        return "P" + dateText + (timeText.isEmpty ? "" : "T" + timeText)
    }
}
