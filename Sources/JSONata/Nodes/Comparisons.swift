import JSONModel

/// `= !=`: false where a side is undefined.
final class EqualityNode: Node {
    let operands: Operands
    let isNegated: Bool

    init(_ operands: Operands, isNegated: Bool) {
        self.operands = operands
        self.isNegated = isNegated
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let (first, second) = try operands.values(input, frame, machine)
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
    let operands: Operands
    let position: Int

    init(_ operation: Operation, _ operands: Operands, _ position: Int) {
        self.operation = operation
        self.operands = operands
        self.position = position
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let (first, second) = try operands.values(input, frame, machine)
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
    let operands: Operands
    let isAnd: Bool

    init(_ operands: Operands, isAnd: Bool) {
        self.operands = operands
        self.isAnd = isAnd
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        if try machine.run(operands.left, input, frame).isTrue != isAnd { return .bool(!isAnd) }
        return .bool(try machine.run(operands.right, input, frame).isTrue)
    }
}

/// `&`: both sides as strings, undefined as an empty one.
final class ConcatenationNode: Node {
    let operands: Operands

    init(_ operands: Operands) { self.operands = operands }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let (first, second) = try operands.values(input, frame, machine)
        var text = try Self.text(first)
        text += try Self.text(second)
        try machine.charge(text.utf8.count >> 4)
        return .string(text)
    }

    @inline(__always)
    private static func text(_ value: Value) throws(JSONataError) -> String {
        switch value {
        case .string(let text): text
        case .undefined, .unbound: ""
        default: try ValuePrinter.text(of: value)
        }
    }
}

/// `in`: whether the left value is one of the right ones.
final class InclusionNode: Node {
    let operands: Operands

    init(_ operands: Operands) { self.operands = operands }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let (item, container) = try operands.values(input, frame, machine)
        if item.isUndefined || container.isUndefined { return .bool(false) }
        let list = List(container)
        for index in 0..<list.count where Value.equal(item, list[index]) { return .bool(true) }
        return .bool(false)
    }
}
