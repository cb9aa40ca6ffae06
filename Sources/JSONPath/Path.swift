public import JSONModel

/// A path of Step Functions' JSONPath dialect, compiled once.
///
/// The grammar and the results follow the Jayway library, whose behaviour AWS shows: a path that can select only one
/// node gives that node, or an error when it is missing; any other gives an array of what it selects.
public struct Path: Sendable {
    /// The value that a path starts from.
    public enum Root: Sendable, Hashable {
        /// `$`: the state's input or result.
        case input
        /// `$$`: the Context object.
        case context
        /// `$name`: a workflow variable.
        case variable(String)
    }

    /// The path as it was written.
    public let text: String
    public let root: Root
    let steps: [Step]

    public init(parsing text: String) throws(DefinitionError) {
        var parser = PathParser(text: text)
        self = try parser.parsePath()
    }

    init(text: String, root: Root, steps: [Step]) {
        self.text = text
        self.root = root
        self.steps = steps
    }

    /// Whether it can only ever select one node by names and indices (the Amazon States Language's Reference Path:
    /// none of `@ .. , : ? *`).
    public var isReferencePath: Bool {
        steps.allSatisfy { step in
            switch step {
            case .member, .index: true
            default: false
            }
        }
    }

    /// Whether it selects at most one value, so that its result is that value instead of an array.
    public var isDefinite: Bool {
        for (position, step) in steps.enumerated() {
            if step.isFunction { return true }
            if !step.isDefinite(isLast: position == steps.count - 1) { return false }
        }
        return true
    }

    /// Evaluates it on the value of its root.
    public func evaluate(on value: JSONValue) throws(EvaluationError) -> JSONValue {
        var evaluation = PathEvaluation(path: self, root: value)
        return try evaluation.run()
    }

    /// Evaluates it on whichever of the three roots it names.
    public func evaluate(
        input: JSONValue,
        context: JSONValue = [:],
        variables: JSONObject = [:]
    ) throws(EvaluationError) -> JSONValue {
        switch root {
        case .input: return try evaluate(on: input)
        case .context: return try evaluate(on: context)
        case .variable(let name):
            guard let value = variables[name] else {
                throw EvaluationError(.notFound(detail: "No results for path: $\(name)"), expression: text)
            }
            return try evaluate(on: value)
        }
    }

    /// Whether it selects something there (the Choice operator `IsPresent`).
    public func isPresent(input: JSONValue, context: JSONValue = [:], variables: JSONObject = [:]) -> Bool {
        guard let value = try? evaluate(input: input, context: context, variables: variables) else { return false }
        return isDefinite || value.arrayValue?.isEmpty == false
    }

    /// The normalised text of the first `count` steps, as Jayway prints it: `$['a'][0]`.
    func normalized(_ count: Int) -> String {
        steps.prefix(count).reduce(into: "$") { $0 += $1.fragment }
    }
}

extension Path: Hashable, CustomStringConvertible {
    public static func == (left: Path, right: Path) -> Bool { left.text == right.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
    public var description: String { text }
}
