public import Foundations
public import JSONModel

/// What a field may hold that takes a path or an intrinsic call (`"value.$"`, `ErrorPath`, `CausePath`).
public enum Expression: Sendable, Hashable {
    case path(Path)
    case intrinsic(Intrinsic)

    /// Text that begins with `$` is a path, any other a call.
    public init(parsing text: String) throws(DefinitionError) {
        if text.utf8.first == UInt8(ascii: "$") {
            self = .path(try Path(parsing: text))
        } else {
            self = .intrinsic(try Intrinsic(parsing: text))
        }
    }

    public var text: String {
        switch self {
        case .path(let path): path.text
        case .intrinsic(let call): call.text
        }
    }

    /// The path, or all paths among the call's arguments.
    public var paths: [Path] {
        switch self {
        case .path(let path): [path]
        case .intrinsic(let call): call.paths
        }
    }

    public func evaluate(
        input: JSONValue,
        context: JSONValue = [:],
        variables: JSONObject = [:],
        random: any RandomSource
    ) throws(EvaluationError) -> JSONValue {
        switch self {
        case .path(let path): try path.evaluate(input: input, context: context, variables: variables)
        case .intrinsic(let call):
            try call.evaluate(input: input, context: context, variables: variables, random: random)
        }
    }
}
