import JSONModel

/// `+ - * / %`.
final class ArithmeticNode: Node {
    enum Operation: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case remainder = "%"
    }

    let operation: Operation
    let left: any Node
    let right: any Node
    let position: Int

    init(_ operation: Operation, _ left: any Node, _ right: any Node, _ position: Int) {
        self.operation = operation
        self.left = left
        self.right = right
        self.position = position
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let first = try machine.run(left, input, frame)
        let second = try machine.run(right, input, frame)
        if case .number(let a) = first, case .number(let b) = second, a.isFinite, b.isFinite {
            return .number(result(a, b))
        }
        try check(first, code: "T2001")
        try check(second, code: "T2002")
        return .undefined
    }

    @inline(__always)
    private func result(_ a: Double, _ b: Double) -> Double {
        switch operation {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .remainder: a.truncatingRemainder(dividingBy: b)
        }
    }

    private func check(_ operand: Value, code: String) throws(JSONataError) {
        switch operand {
        case .undefined, .unbound: return
        case .number(let value):
            guard value.isFinite else {
                throw JSONataError(
                    code: "D1001", position: position, token: operation.rawValue, value: operand.evidence)
            }
        default: throw JSONataError(code: code, position: position, token: operation.rawValue, value: operand.evidence)
        }
    }
}

/// `= !=`: false where a side is undefined.
final class EqualityNode: Node {
    let left: any Node
    let right: any Node
    let isNegated: Bool

    init(_ left: any Node, _ right: any Node, isNegated: Bool) {
        self.left = left
        self.right = right
        self.isNegated = isNegated
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let first = try machine.run(left, input, frame)
        let second = try machine.run(right, input, frame)
        if first.isUndefined || second.isUndefined { return .bool(false) }
        return .bool(Value.equal(first, second) != isNegated)
    }
}

/// `< <= > >=` of two numbers or two strings.
final class ComparisonNode: Node {
    enum Operation: String, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    let operation: Operation
    let left: any Node
    let right: any Node
    let position: Int

    init(_ operation: Operation, _ left: any Node, _ right: any Node, _ position: Int) {
        self.operation = operation
        self.left = left
        self.right = right
        self.position = position
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let first = try machine.run(left, input, frame)
        let second = try machine.run(right, input, frame)
        switch (first, second) {
        case (.number(let a), .number(let b)): return .bool(compare(a, b))
        case (.string(let a), .string(let b)): return .bool(compare(a, b))
        default: return try mismatch(first, second)
        }
    }

    @inline(__always)
    private func compare(_ a: Double, _ b: Double) -> Bool {
        switch operation {
        case .less: a < b
        case .lessOrEqual: a <= b
        case .greater: a > b
        case .greaterOrEqual: a >= b
        }
    }

    private func compare(_ a: String, _ b: String) -> Bool {
        switch operation {
        case .less: Text.precedes(a, b)
        case .lessOrEqual: !Text.precedes(b, a)
        case .greater: Text.precedes(b, a)
        case .greaterOrEqual: !Text.precedes(a, b)
        }
    }

    private func mismatch(_ first: Value, _ second: Value) throws(JSONataError) -> Value {
        for operand in [first, second] where !operand.isUndefined && operand.number == nil && operand.string == nil {
            throw JSONataError(code: "T2010", position: position, token: operation.rawValue, value: operand.evidence)
        }
        if first.isUndefined || second.isUndefined { return .undefined }
        throw JSONataError(
            code: "T2009", position: position, token: operation.rawValue, value: first.evidence, value2: second.evidence
        )
    }
}

/// `and`, `or`; the right side only where it matters.
final class LogicNode: Node {
    let left: any Node
    let right: any Node
    let isAnd: Bool

    init(_ left: any Node, _ right: any Node, isAnd: Bool) {
        self.left = left
        self.right = right
        self.isAnd = isAnd
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        if try machine.run(left, input, frame).isTrue != isAnd { return .bool(!isAnd) }
        return .bool(try machine.run(right, input, frame).isTrue)
    }
}

/// `&`: both sides as strings, undefined as an empty one.
final class ConcatenationNode: Node {
    let left: any Node
    let right: any Node

    init(_ left: any Node, _ right: any Node) {
        self.left = left
        self.right = right
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        var text = try self.text(left, input, frame, machine)
        text += try self.text(right, input, frame, machine)
        try machine.charge(text.utf8.count >> 4)
        return .string(text)
    }

    @inline(__always)
    private func text(
        _ node: any Node, _ input: Value, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> String {
        switch try machine.run(node, input, frame) {
        case .string(let text): return text
        case .undefined, .unbound: return ""
        case let other: return try ValuePrinter.text(of: other)
        }
    }
}

/// `in`: whether the left value is one of the right ones.
final class InclusionNode: Node {
    let left: any Node
    let right: any Node

    init(_ left: any Node, _ right: any Node) {
        self.left = left
        self.right = right
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let item = try machine.run(left, input, frame)
        let container = try machine.run(right, input, frame)
        if item.isUndefined || container.isUndefined { return .bool(false) }
        let list = List(container)
        for index in 0..<list.count where Value.equal(item, list[index]) { return .bool(true) }
        return .bool(false)
    }
}

/// `-x`.
final class NegationNode: Node {
    let operand: any Node
    let position: Int

    init(_ operand: any Node, position: Int) {
        self.operand = operand
        self.position = position
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let value = try machine.run(operand, input, frame)
        if case .number(let number) = value { return .number(-number) }
        if value.isUndefined { return .undefined }
        throw JSONataError(code: "D1002", position: position, token: "-", value: value.evidence)
    }
}
