import JSONModel
import ServicePorts

/// One element of a filter policy's array.
enum FilterCondition: Sendable {
    case equals(JSONValue)
    case equalsIgnoringCase(String)
    case prefix(String)
    case suffix(String)
    case anythingBut([JSONValue])
    case anythingButPrefix(String)
    case anythingButSuffix(String)
    case numeric([(Comparison, Double)])
    case exists(Bool)

    enum Comparison: String, Sendable {
        case equal = "="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// `value`: the attribute's or the body member's; nil where there is none. Of an array, one element has to match.
    func matches(_ value: JSONValue?) -> Bool {
        if case .exists(let wanted) = self { return (value != nil) == wanted }
        guard let value else { return false }
        if case .array(let elements) = value { return elements.contains { matches($0) } }
        return matches(scalar: value)
    }

    private func matches(scalar value: JSONValue) -> Bool {
        switch self {
        case .equals(let wanted): value == wanted
        case .equalsIgnoringCase(let wanted): value.stringValue?.lowercased() == wanted
        case .prefix(let wanted): value.stringValue.map { Self.begins($0, wanted) } ?? false
        case .suffix(let wanted): value.stringValue.map { Self.ends($0, wanted) } ?? false
        case .anythingBut(let unwanted): !unwanted.contains(value) && value.objectValue == nil
        case .anythingButPrefix(let unwanted): value.stringValue.map { !Self.begins($0, unwanted) } ?? false
        case .anythingButSuffix(let unwanted): value.stringValue.map { !Self.ends($0, unwanted) } ?? false
        case .numeric(let bounds):
            value.doubleValue.map { number in bounds.allSatisfy { $0.holds(number, $1) } } ?? false
        case .exists: false
        }
    }

    // By bytes, not by what Unicode holds for the same.
    private static func begins(_ text: String, _ start: String) -> Bool { text.utf8.starts(with: start.utf8) }
    private static func ends(_ text: String, _ end: String) -> Bool {
        text.utf8.reversed().starts(with: end.utf8.reversed())
    }
}

extension FilterCondition.Comparison {
    func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .equal: left == right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}

extension FilterCondition {
    init(_ value: JSONValue) throws(AWSError) {
        switch value {
        case .string, .number, .bool, .null: self = .equals(value)
        case .object(let object): self = try Self.condition(object)
        case .array: throw FilterPolicy.invalid("Match value must be String, number, true, false, or null")
        }
    }

    private static func condition(_ object: JSONObject) throws(AWSError) -> FilterCondition {
        guard object.count == 1, let (name, value) = object.first else {
            throw FilterPolicy.invalid("Only one key allowed in match expression")
        }
        switch name {
        case "prefix": return .prefix(try text(name, value))
        case "suffix": return .suffix(try text(name, value))
        case "equals-ignore-case": return .equalsIgnoringCase(try text(name, value).lowercased())
        case "anything-but": return try anythingBut(value)
        case "numeric": return .numeric(try bounds(value))
        case "exists":
            guard let wanted = value.boolValue else {
                throw FilterPolicy.invalid("exists match pattern must be either true or false.")
            }
            return .exists(wanted)
        case "wildcard", "cidr": throw FilterPolicy.invalid("the match type \(name) is not supported here")
        default: throw FilterPolicy.invalid("Unrecognized match type \(name)")
        }
    }

    private static func text(_ name: String, _ value: JSONValue) throws(AWSError) -> String {
        guard let text = value.stringValue else { throw FilterPolicy.invalid("\(name) match pattern must be a string") }
        return text
    }

    private static func anythingBut(_ value: JSONValue) throws(AWSError) -> FilterCondition {
        if case .object(let object) = value {
            guard object.count == 1, let (name, pattern) = object.first else {
                throw FilterPolicy.invalid("Only one key allowed in match expression")
            }
            switch name {
            case "prefix": return .anythingButPrefix(try text(name, pattern))
            case "suffix": return .anythingButSuffix(try text(name, pattern))
            default: throw FilterPolicy.invalid("the match type anything-but \(name) is not supported here")
            }
        }
        let unwanted = value.arrayValue ?? [value]
        let isScalar = unwanted.allSatisfy { $0.stringValue != nil || $0.numberValue != nil }
        guard isScalar, !unwanted.isEmpty else {
            throw FilterPolicy.invalid("Value of anything-but must be an array or single string/number value.")
        }
        return .anythingBut(unwanted)
    }

    private static func bounds(_ value: JSONValue) throws(AWSError) -> [(Comparison, Double)] {
        guard let parts = value.arrayValue, parts.count == 2 || parts.count == 4 else {
            throw FilterPolicy.invalid("Value of numeric must be an array of one or two comparisons.")
        }
        var bounds: [(Comparison, Double)] = []
        for start in stride(from: 0, to: parts.count, by: 2) {
            guard let comparison = parts[start].stringValue.flatMap(Comparison.init(rawValue:)) else {
                throw FilterPolicy.invalid("Unrecognized numeric range operator: \(parts[start])")
            }
            guard let number = parts[start + 1].doubleValue, abs(number) <= 1e9 else {
                throw FilterPolicy.invalid("Value of \(comparison.rawValue) must be numeric, of -10^9 to 10^9")
            }
            bounds.append((comparison, number))
        }
        return bounds
    }
}
