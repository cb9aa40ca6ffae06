import JSONModel

extension Intrinsic {
    /// `States.Format`: each `{}` of the template replaced by the next argument.
    func format(_ template: Argument, _ values: [JSONValue]) throws(EvaluationError) -> JSONValue {
        let raw: String
        if case .string(_, let text) = template {
            raw = text
        } else if let text = values.first?.stringValue {
            raw = text
        } else {
            throw function.refusal(call: text)
        }
        var rest = values.dropFirst()
        var result = ""
        var characters = raw.unicodeScalars.makeIterator()
        while let character = characters.next() {
            switch character {
            case "\\": Self.appendEscaped(characters.next(), to: &result.unicodeScalars)
            case "{":
                guard characters.next() == "}" else { throw function.refusal(call: text) }
                guard let value = rest.popFirst() else { throw mismatch }
                result += JavaText.text(value)
            case "}": throw function.refusal(call: text)
            default: result.unicodeScalars.append(character)
            }
        }
        guard rest.isEmpty else { throw mismatch }
        return .string(result)
    }

    private static func appendEscaped(_ character: Unicode.Scalar?, to text: inout String.UnicodeScalarView) {
        guard let character else { return text.append("\\") }
        if !IntrinsicParser.isEscapable(character) { text.append("\\") }
        text.append(character)
    }

    private var mismatch: EvaluationError {
        function.refusal("number of arguments do not match the occurrences of {}", call: text)
    }
}
