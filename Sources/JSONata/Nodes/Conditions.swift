/// `condition ? then : otherwise`.
final class ConditionalNode: Node {
    let condition: any Node
    let then: any Node
    let otherwise: (any Node)?

    init(_ condition: any Node, then: any Node, otherwise: (any Node)?) {
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        if try machine.run(condition, input, frame).isTrue { return try machine.run(then, input, frame) }
        guard let otherwise else { return .undefined }
        return try machine.run(otherwise, input, frame)
    }
}

/// `left ?: right`: the left value where it is truthy.
final class ElvisNode: Node {
    let left: any Node
    let right: any Node

    init(_ left: any Node, _ right: any Node) {
        self.left = left
        self.right = right
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let value = try machine.run(left, input, frame)
        return value.isTrue ? value : try machine.run(right, input, frame)
    }
}

/// `left ?? right`: the left value where there is one.
final class CoalesceNode: Node {
    let left: any Node
    let right: any Node

    init(_ left: any Node, _ right: any Node) {
        self.left = left
        self.right = right
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let value = try machine.run(left, input, frame)
        return value.isUndefined ? try machine.run(right, input, frame) : value
    }
}
