public import Foundations
public import JSONModel

/// A call of Step Functions' intrinsic functions, compiled once:
/// `States.Format('{} of {}', $.n, States.ArrayLength($.all))`.
/// https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
public struct Intrinsic: Sendable {
    /// The call as it was written.
    public let text: String
    let function: IntrinsicFunction
    let arguments: [Argument]

    /// Calls within one field, the outermost included (AWS's limit).
    public static let maxNestedCalls = 10

    indirect enum Argument: Sendable {
        case literal(JSONValue)
        /// A string literal: its value, and the text between its quotes, in which `{}` and `\{\}` still differ.
        case string(String, raw: String)
        case path(Path)
        case call(Intrinsic)

        var isString: Bool { if case .string = self { true } else { false } }
    }

    public init(parsing text: String) throws(DefinitionError) {
        var parser = IntrinsicParser(text: text)
        self = try parser.parseWhole()
    }

    init(text: String, function: IntrinsicFunction, arguments: [Argument]) {
        self.text = text
        self.function = function
        self.arguments = arguments
    }

    public func evaluate(
        input: JSONValue,
        context: JSONValue = [:],
        variables: JSONObject = [:],
        random: any RandomSource
    ) throws(EvaluationError) -> JSONValue {
        var values: [JSONValue] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            values.append(try evaluate(argument, input, context, variables, random))
        }
        if function == .format, let first = arguments.first {
            return try format(first, values)
        }
        return try function.apply(values, random: random, call: text)
    }

    private func evaluate(
        _ argument: Argument,
        _ input: JSONValue,
        _ context: JSONValue,
        _ variables: JSONObject,
        _ random: any RandomSource
    ) throws(EvaluationError) -> JSONValue {
        switch argument {
        case .literal(let value): return value
        case .string(let value, _): return .string(value)
        case .call(let call):
            return try call.evaluate(input: input, context: context, variables: variables, random: random)
        case .path(let path):
            do {
                return try path.evaluate(input: input, context: context, variables: variables)
            } catch {
                throw EvaluationError(.argumentNotFound(call: text), expression: path.text)
            }
        }
    }

    /// All paths among the arguments, nested ones included.
    public var paths: [Path] {
        arguments.flatMap { argument -> [Path] in
            switch argument {
            case .path(let path): return [path]
            case .call(let call): return call.paths
            default: return []
            }
        }
    }
}

extension Intrinsic: Hashable, CustomStringConvertible {
    public static func == (left: Intrinsic, right: Intrinsic) -> Bool { left.text == right.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
    public var description: String { text }
}
