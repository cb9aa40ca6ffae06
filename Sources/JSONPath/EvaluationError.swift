/// A path or an intrinsic call that could not be evaluated on this input.
public struct EvaluationError: Error, Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// A path that selects nothing; `detail` is the JSONPath library's own sentence.
        case notFound(detail: String)
        /// A path given as an argument of an intrinsic call that selects nothing.
        case argumentNotFound(call: String)
        /// An intrinsic function that refuses its arguments.
        case invalidArguments(function: String, detail: String?)
        /// A ResultPath that cannot be applied.
        case resultPathConflict(input: String)
    }

    public var kind: Kind
    /// The path or the call, as it was written.
    public var expression: String
    /// The field of the definition that holds it (`"value.$"`, `"ErrorPath"`).
    public var field: String?
    /// Where the field stands in its template: names and indices, outermost first.
    public var location: [String]

    public init(_ kind: Kind, expression: String, field: String? = nil, location: [String] = []) {
        self.kind = kind
        self.expression = expression
        self.field = field
        self.location = location
    }

    /// The name under which AWS reports it. AWS documents `States.IntrinsicFailure`, but failing calls that were
    /// observed on AWS report `States.Runtime`.
    public var errorName: String {
        if case .resultPathConflict = kind { "States.ResultPathMatchFailure" } else { "States.Runtime" }
    }

    /// The error, said of a field of the definition.
    public func specified(for field: String) -> EvaluationError {
        var error = self
        error.field = field
        return error
    }

    /// AWS's cause text, without "An error occurred while executing the state …".
    /// - Parameter input: the input's JSON text.
    public func cause(input: String) -> String {
        switch kind {
        case .notFound(let detail):
            guard let field else { return "Invalid path '\(expression)' : \(detail)" }
            return "The JSONPath '\(expression)' specified for the field '\(field)' "
                + "could not be found in the input '\(input)'"
        case .argumentNotFound(let call):
            return "The function '\(call)' had the following error: The JsonPath argument for the field "
                + "'\(expression)' could not be found in the input '\(input)'"
        case .invalidArguments(let function, let detail):
            return "Invalid arguments in \(function)" + (detail.map { ": \($0)" } ?? "")
        case .resultPathConflict(let input):
            return "Unable to apply ReferencePath \(expression) to input \(input)"
        }
    }

    /// AWS's cause for `InputPath` and `OutputPath`, whichever field is set:
    /// `Invalid path '$.x' : No results for path: $['x']`.
    public var invalidPathCause: String {
        var error = self
        error.field = nil
        return error.cause(input: "")
    }
}
