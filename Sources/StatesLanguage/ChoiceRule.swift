public import Foundations
public import JSONPath

/// A Choice state's rules, in order, and where it goes when none matches.
public struct ChoiceDefinition: Sendable {
    public struct Branch: Sendable {
        public var rule: ChoiceRule
        public var next: Int
        public var assign: Template?
        /// `Output`, in JSONata.
        public var output: Template?
    }

    public var branches: [Branch]
    public var otherwise: Int?
}

/// A condition on the state's input.
/// https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
public indirect enum ChoiceRule: Sendable {
    case all([ChoiceRule])
    case any([ChoiceRule])
    case not(ChoiceRule)
    case comparison(variable: Path, Comparison)
    /// `Condition`, in JSONata.
    case condition(Field<Bool>)
}

public enum Comparison: Sendable {
    public enum Order: Sendable { case equals, less, greater, lessEquals, greaterEquals }

    case string(Order, Field<String>)
    case numeric(Order, Field<Double>)
    case timestamp(Order, Field<Timestamp>)
    case boolean(Field<Bool>)
    case matches(StringPattern)
    case isNull(Bool)
    case isPresent(Bool)
    case isNumeric(Bool)
    case isString(Bool)
    case isBoolean(Bool)
    case isTimestamp(Bool)
}

extension Comparison.Order {
    public func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equals: left == right
        case .less: left < right
        case .greater: left > right
        case .lessEquals: left <= right
        case .greaterEquals: left >= right
        }
    }
}

/// `StringMatches`: `*` stands for any number of characters, `\\*` for itself.
public struct StringPattern: Sendable, Hashable {
    /// The literal parts between the wildcards.
    let parts: [[UInt8]]

    public init(_ text: String) {
        var parts: [[UInt8]] = [[]]
        var escaped = false
        for byte in text.utf8 {
            if escaped {
                parts[parts.count - 1].append(byte)
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "*") {
                parts.append([])
            } else {
                parts[parts.count - 1].append(byte)
            }
        }
        self.parts = parts
    }

    /// Linear in the text for each part: the earliest place of each is always a right one.
    public func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = parts.first, let last = parts.last else { return false }
        guard parts.count > 1 else { return bytes == first }
        guard bytes.starts(with: first), bytes.count >= first.count + last.count else { return false }
        var position = first.count
        let end = bytes.count - last.count
        for part in parts.dropFirst().dropLast() {
            guard let found = Self.find(part, in: bytes, from: position, to: end) else { return false }
            position = found + part.count
        }
        return bytes[end...].elementsEqual(last)
    }

    private static func find(_ part: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        guard start + part.count <= end else { return nil }
        return (start...(end - part.count)).first { bytes[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
