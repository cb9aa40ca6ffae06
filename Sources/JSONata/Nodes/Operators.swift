import JSONModel

/// The two sides of an operator.
struct Operands: Sendable {
    let left: any Node
    let right: any Node

    init(_ left: any Node, _ right: any Node) {
        self.left = left
        self.right = right
    }

    /// Both values, the left one first.
    @inline(__always)
    func values(
        _ input: Value, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> (first: Value, second: Value) {
        let first = try machine.run(left, input, frame)
        return (first, try machine.run(right, input, frame))
    }
}

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
    let operands: Operands
    let position: Int

    init(_ operation: Operation, _ operands: Operands, _ position: Int) {
        self.operation = operation
        self.operands = operands
        self.position = position
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let (first, second) = try operands.values(input, frame, machine)
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
