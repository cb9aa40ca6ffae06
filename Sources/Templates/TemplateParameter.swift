import JSONModel

/// A parameter as the template declares it.
public struct TemplateParameter: Sendable {
    public enum Kind: String, Sendable {
        case string = "String"
        case number = "Number"
        case list = "CommaDelimitedList"
        case numbers = "List<Number>"
    }

    public var name: String
    public var kind: Kind
    /// The text that stands for the value where none is given.
    public var standard: String?
    public var description: String?
    /// The value is a secret: it is never shown.
    public var isSecret: Bool
    public var position: SourcePosition
    var allowed: [String]
    var pattern: Pattern?
    var lengths: ClosedRange<Int>
    var values: ClosedRange<Double>
    var hint: String?

    /// The value of `text`, or what is wrong with it.
    func value(_ text: String) throws(Mismatch) -> JSONValue {
        guard text.utf8.count <= 4096 else { throw Mismatch(message: "is longer than 4096 bytes") }
        switch kind {
        case .string:
            try check(text)
            return .string(text)
        case .number: return try number(text)
        case .list, .numbers:
            let parts =
                text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
            var result: [JSONValue] = []
            for part in parts { result.append(kind == .list ? try item(part) : try number(part)) }
            return .array(result)
        }
    }

    private func item(_ text: String) throws(Mismatch) -> JSONValue {
        try check(text)
        return .string(text)
    }

    private func check(_ text: String) throws(Mismatch) {
        try checkAllowed(text)
        guard lengths.contains(text.count) else {
            throw Mismatch(message: "must have \(lengths.lowerBound) to \(lengths.upperBound) characters" + because)
        }
        if let pattern, !pattern.matches(text) {
            throw Mismatch(message: "must match \(pattern.source)" + because)
        }
    }

    private func number(_ text: String) throws(Mismatch) -> JSONValue {
        guard case .number(let number)? = try? JSONValue(parsing: Self.trimmed(text[...])) else {
            throw Mismatch(message: "must be a number")
        }
        try checkAllowed(text)
        guard values.contains(number.doubleValue) else {
            throw Mismatch(
                message: "must be between \(shown(values.lowerBound)) and \(shown(values.upperBound))" + because)
        }
        return .number(number)
    }

    private func checkAllowed(_ text: String) throws(Mismatch) {
        guard allowed.isEmpty || allowed.contains(text) else {
            throw Mismatch(message: "must be one of \(allowed.joined(separator: ", "))" + because)
        }
    }

    private func shown(_ value: Double) -> String { value.isFinite ? JSONNumber(value).description : "any number" }
    private var because: String { hint.map { " (\($0))" } ?? "" }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
