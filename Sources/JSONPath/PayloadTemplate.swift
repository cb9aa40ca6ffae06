public import Foundations
public import JSONModel

/// A payload template (`Parameters`, `ResultSelector`, `ItemSelector`, `Assign`), compiled once: members whose names
/// end in `.$` hold paths or intrinsic calls, at any depth; all else stands for itself.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html
public struct PayloadTemplate: Sendable {
    private indirect enum Node: Sendable {
        case literal(JSONValue)
        case object([Member])
        case array([Node])
    }

    private struct Member: Sendable {
        var name: String
        var value: Value
    }

    private enum Value: Sendable {
        case node(Node)
        case expression(Expression, field: String, location: [String])
    }

    private let root: Node
    /// All expressions of the template, in the order in which they stand there.
    public let expressions: [Expression]

    public init(compiling template: JSONValue) throws(DefinitionError) {
        var expressions: [Expression] = []
        root = try Self.compile(template, at: [], &expressions)
        self.expressions = expressions
    }

    private static func compile(
        _ value: JSONValue,
        at location: [String],
        _ expressions: inout [Expression]
    ) throws(DefinitionError) -> Node {
        let count = expressions.count
        switch value {
        case .object(let object):
            var members: [Member] = []
            for (name, value) in object {
                members.append(try compile(member: name, value, at: location + [name], &expressions))
            }
            return expressions.count == count ? .literal(value) : .object(members)
        case .array(let elements):
            var nodes: [Node] = []
            for (index, element) in elements.enumerated() {
                nodes.append(try compile(element, at: location + [String(index)], &expressions))
            }
            return expressions.count == count ? .literal(value) : .array(nodes)
        default: return .literal(value)
        }
    }

    private static func compile(
        member name: String,
        _ value: JSONValue,
        at location: [String],
        _ expressions: inout [Expression]
    ) throws(DefinitionError) -> Member {
        guard name.hasSuffix(".$") else {
            return Member(name: name, value: .node(try compile(value, at: location, &expressions)))
        }
        guard let text = value.stringValue else {
            let message = "the value of '\(name)' must be a string that holds a path or an intrinsic call"
            throw DefinitionError(text: value.serialized(), message: message, field: name, location: location)
        }
        do {
            let expression = try Expression(parsing: text)
            expressions.append(expression)
            let value = Value.expression(expression, field: name, location: location)
            return Member(name: String(name.dropLast(2)), value: value)
        } catch {
            var error = error
            error.field = name
            error.location = location
            throw error
        }
    }

    /// The payload. An error tells its field and location.
    public func evaluate(
        input: JSONValue,
        context: JSONValue = [:],
        variables: JSONObject = [:],
        random: any RandomSource
    ) throws(EvaluationError) -> JSONValue {
        try evaluate(root) { expression throws(EvaluationError) in
            try expression.evaluate(input: input, context: context, variables: variables, random: random)
        }
    }

    private func evaluate(
        _ node: Node,
        _ result: (Expression) throws(EvaluationError) -> JSONValue
    ) throws(EvaluationError) -> JSONValue {
        switch node {
        case .literal(let value): return value
        case .array(let nodes):
            var elements: [JSONValue] = []
            for node in nodes { elements.append(try evaluate(node, result)) }
            return .array(elements)
        case .object(let members):
            var object = JSONObject()
            object.reserveCapacity(members.count)
            for member in members { object[member.name] = try evaluate(member.value, result) }
            return .object(object)
        }
    }

    private func evaluate(
        _ value: Value,
        _ result: (Expression) throws(EvaluationError) -> JSONValue
    ) throws(EvaluationError) -> JSONValue {
        switch value {
        case .node(let node): return try evaluate(node, result)
        case .expression(let expression, let field, let location):
            do {
                return try result(expression)
            } catch {
                var error = error
                error.field = field
                error.location = location
                throw error
            }
        }
    }
}
