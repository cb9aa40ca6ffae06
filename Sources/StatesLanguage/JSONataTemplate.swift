public import JSONModel

/// The value of a field that may hold JSONata at any depth: `Arguments`, `Output`, `Assign`, `Items`, `ItemSelector`.
public struct JSONataTemplate: Sendable {
    indirect enum Node: Sendable {
        case literal(JSONValue)
        case expression(JSONataExpression)
        case object([(name: String, value: Node)])
        case array([Node])
    }

    let root: Node

    /// The expression where the whole field is one.
    public var expression: JSONataExpression? {
        if case .expression(let expression) = root { expression } else { nil }
    }

    /// The value, with each expression's result in its place.
    public func evaluate<Problem: Error>(
        _ result: (JSONataExpression) throws(Problem) -> JSONValue
    ) throws(Problem) -> JSONValue {
        try Self.evaluate(root, result)
    }

    private static func evaluate<Problem: Error>(
        _ node: Node, _ result: (JSONataExpression) throws(Problem) -> JSONValue
    ) throws(Problem) -> JSONValue {
        switch node {
        case .literal(let value): return value
        case .expression(let expression): return try result(expression)
        case .array(let nodes):
            var elements: [JSONValue] = []
            elements.reserveCapacity(nodes.count)
            for node in nodes { elements.append(try evaluate(node, result)) }
            return .array(elements)
        case .object(let members):
            var object = JSONObject()
            object.reserveCapacity(members.count)
            for member in members { object[member.name] = try evaluate(member.value, result) }
            return .object(object)
        }
    }
}
