import JSONModel

/// Values as Java prints and hashes them: AWS evaluates in Java, and that shows in `States.Format` (`{a=1, b=[]}`) and
/// in the order of `States.ArrayUnique`.
enum JavaText {
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let number): text(number)
        case .string(let text): text
        case .array(let elements): "[" + elements.map(text).joined(separator: ", ") + "]"
        case .object(let object):
            "{" + object.map { "\($0.key)=\(text($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    /// `Double.toString`: scientific from 10^7 on and below 10^-3, always with a fraction.
    private static func text(_ number: JSONNumber) -> String {
        let value = number.doubleValue
        guard !number.isInteger, value.isFinite else { return number.description }
        let magnitude = abs(value)
        guard magnitude != 0, magnitude >= 1e7 || magnitude < 1e-3 else {
            let text = value.description
            return text.hasSuffix(".0") || text.contains(".") ? text : text + ".0"
        }
        var (digits, exponent) = decimal(magnitude)
        if digits.count == 1 { digits.append("0") }
        let fraction = digits.dropFirst()
        return (value < 0 ? "-" : "") + "\(digits[0]).\(String(fraction))E\(exponent)"
    }

    /// The shortest decimal digits and the exponent of the first one.
    private static func decimal(_ value: Double) -> ([Character], Int) {
        let parts = value.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = Array(mantissa[0])
        var digits = whole + (mantissa.count > 1 ? Array(mantissa[1]) : [])
        var exponent = whole.count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while digits.count > 1, digits[0] == "0" {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return (digits, exponent)
    }

    static func className(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "java.lang.Boolean"
        case .number(let number) where !number.isInteger: "java.lang.Double"
        case .number(let number): Int32(exactly: number.doubleValue) == nil ? "java.lang.Long" : "java.lang.Integer"
        case .string: "java.lang.String"
        case .array: "java.util.ArrayList"
        case .object: "java.util.LinkedHashMap"
        }
    }

    /// `Object.hashCode()` of the value as Jackson reads it.
    static func hash(_ value: JSONValue) -> Int32 {
        switch value {
        case .null: 0
        case .bool(let value): value ? 1231 : 1237
        case .number(let number): hash(number)
        case .string(let text): hash(text)
        case .array(let elements): elements.reduce(1) { 31 &* $0 &+ hash($1) }
        case .object(let object): object.reduce(0) { $0 &+ (hash($1.key) ^ hash($1.value)) }
        }
    }

    private static func hash(_ text: String) -> Int32 { text.utf16.reduce(0) { 31 &* $0 &+ Int32($1) } }

    private static func hash(_ number: JSONNumber) -> Int32 {
        if number.isInteger, let value = number.intValue {
            if let small = Int32(exactly: value) { return small }
            return Int32(truncatingIfNeeded: value ^ (value >> 32))
        }
        let bits = number.doubleValue.bitPattern
        return Int32(truncatingIfNeeded: bits ^ (bits >> 32))
    }

    /// The distinct values in the order in which a `java.util.HashSet` would give them.
    static func hashSet(_ values: [JSONValue]) -> [JSONValue] {
        var seen: Set<JSONValue> = []
        let distinct = values.filter { seen.insert($0).inserted }
        var capacity = 16
        while distinct.count * 4 > capacity * 3 { capacity *= 2 }
        var buckets = [[JSONValue]](repeating: [], count: capacity)
        for value in distinct {
            let hash = UInt32(bitPattern: hash(value))
            buckets[Int(hash ^ (hash >> 16)) & (capacity - 1)].append(value)
        }
        return buckets.flatMap { $0 }
    }
}
