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
    /// Whether it selects at most one value, so that its result is that value instead of an array.
    public let isDefinite: Bool
    /// From this step on all are names and indices.
    let plainFrom: Int

    public init(parsing text: String) throws(DefinitionError) {
        var parser = PathParser(text: text)
        self = try parser.parsePath()
    }

    init(text: String, root: Root, steps: [Step]) {
        self.text = text
        self.root = root
        self.steps = steps
        isDefinite = Self.isDefinite(steps)
        plainFrom = (steps.lastIndex { !$0.isPlain } ?? -1) + 1
    }

    /// Whether it can only ever select one node by names and indices (the Amazon States Language's Reference Path:
    /// none of `@ .. , : ? *`).
    public var isReferencePath: Bool { plainFrom == 0 }

    private static func isDefinite(_ steps: [Step]) -> Bool {
        for (position, step) in steps.enumerated() {
            if step.isFunction { return true }
            if !step.isDefinite(isLast: position == steps.count - 1) { return false }
        }
        return true
    }

    /// Evaluates it on the value of its root.
    public func evaluate(on value: JSONValue) throws(EvaluationError) -> JSONValue {
        if plainFrom == 0, let found = follow(value, from: 0) { return found }
        var evaluation = PathEvaluation(path: self, root: value)
        return try evaluation.run()
    }

    /// What the names and indices from that step on lead to; nil where they lead nowhere.
    func follow(_ value: JSONValue, from position: Int) -> JSONValue? {
        steps.withUnsafeBufferPointer { Self.follow(value, $0, position) }
    }

    private static func follow(_ value: JSONValue, _ steps: UnsafeBufferPointer<Step>, _ position: Int) -> JSONValue? {
        guard position < steps.count else { return value }
        guard let child = child(of: value, steps[position]) else { return nil }
        return position + 1 == steps.count ? .some(child) : follow(child, steps, position + 1)
    }

    @inline(__always)
    private static func child(of value: JSONValue, _ step: Step) -> JSONValue? {
        switch step {
        case .member(let name):
            guard case .object(let object) = value else { return nil }
            return object[name]
        case .index(let index):
            guard case .array(let elements) = value else { return nil }
            let effective = index < 0 ? elements.count + index : index
            return elements.indices.contains(effective) ? .some(elements[effective]) : .none
        default: return nil
        }
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
