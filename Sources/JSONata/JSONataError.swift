public import JSONModel

/// What went wrong while an expression was compiled or evaluated, in JSONata's own terms.
///
/// `code` is the reference's (`T2001`, `D3030`, `S0201` …): S = static, T = type, D = dynamic.
public struct JSONataError: Error, Sendable, Hashable {
    final class Details: Sendable {
        let code: String
        let position: Int?
        let token: String?
        let value: JSONValue?
        let value2: JSONValue?
        let index: Int?
        let text: String?

        init(
            code: String, position: Int?, token: String?, value: JSONValue?, value2: JSONValue?, index: Int?,
            text: String?
        ) {
            self.code = code
            self.position = position
            self.token = token
            self.value = value
            self.value2 = value2
            self.index = index
            self.text = text
        }
    }

    /// One pointer, so that functions that throw cost nothing while nothing is thrown.
    let details: Details

    public init(
        code: String, position: Int? = nil, token: String? = nil, value: JSONValue? = nil, value2: JSONValue? = nil,
        index: Int? = nil, message: String? = nil
    ) {
        details = Details(
            code: code, position: position, token: token, value: value, value2: value2, index: index, text: message)
    }

    public var code: String { details.code }
    /// UTF-16 code units from the beginning of the expression to the end of the token at fault.
    public var position: Int? { details.position }
    /// The operator, name or character at fault.
    public var token: String? { details.token }
    public var value: JSONValue? { details.value }
    public var value2: JSONValue? { details.value2 }
    /// The argument's number, from 1.
    public var index: Int? { details.index }

    /// The sentence for people; its text is the reference's.
    public var message: String { details.text ?? ErrorMessages.text(of: self) }

    /// The same error with the place it came from, where it had none.
    func placed(at position: Int?, token: String?) -> JSONataError {
        guard details.position == nil || details.token == nil else { return self }
        return JSONataError(
            code: code, position: details.position ?? position, token: details.token ?? token, value: value,
            value2: value2, index: index, message: details.text)
    }

    public static func == (left: JSONataError, right: JSONataError) -> Bool {
        left.code == right.code && left.position == right.position && left.token == right.token
            && left.value == right.value && left.value2 == right.value2 && left.index == right.index
            && left.details.text == right.details.text
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(position)
        hasher.combine(token)
    }
}

extension JSONataError: CustomStringConvertible {
    public var description: String {
        guard let position else { return "\(code): \(message)" }
        return "\(code): \(message) (position \(position))"
    }
}
