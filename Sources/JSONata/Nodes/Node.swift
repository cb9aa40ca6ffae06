/// A part of a compiled program. Immutable: programs are shared between tasks.
protocol Node: AnyObject, Sendable {
    /// The value for `input` as context. Called by `Machine.run`, which counts.
    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value
}

final class NumberNode: Node {
    let value: Double
    init(_ value: Double) { self.value = value }
    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) -> Value { .number(value) }
}

final class StringNode: Node {
    let text: String
    init(_ text: String) { self.text = text }
    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) -> Value { .string(text) }
}

final class ConstantNode: Node {
    let constant: Constant
    init(_ constant: Constant) { self.constant = constant }
    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) -> Value { constant.value }
}

final class UndefinedNode: Node {
    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) -> Value { .undefined }
}

final class RegexNode: Node {
    let function: RegexFunction
    init(_ literal: RegexLiteral) { function = RegexFunction(literal.program) }
    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) -> Value { .function(function) }
}
