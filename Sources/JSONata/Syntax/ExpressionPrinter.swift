import JSONModel

/// Prints expressions so that parsing gives them back. Brackets are parts of the tree (blocks), so operands that came
/// from a text need no more of them.
struct ExpressionPrinter {
    static func text(of expression: Expression) -> String { operand(expression) }

    /// With `[]` where it was written.
    private static func operand(_ expression: Expression) -> String {
        bare(expression) + (expression.keepsArray ? "[]" : "")
    }

    /// A number beside a dot shows its point, or the dot would be taken for it.
    private static func step(_ expression: Expression) -> String {
        guard case .number = expression.kind, !expression.keepsArray else { return operand(expression) }
        let text = bare(expression)
        return text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? text + ".0" : text
    }

    private static func bare(_ expression: Expression) -> String {
        switch expression.kind {
        case .name(let name): "`" + name + "`"
        case .variable(let name): "$" + name
        case .string(let text): JSONValue.string(text).serialized()
        case .number(let value): NumberText.text(value)
        case .constant(let constant): constant.rawValue
        case .regex(let literal): "/" + literal.pattern + "/" + literal.flags
        case .wildcard: "*"
        case .descendants: "**"
        case .parent: "%"
        case .keyword(let word): word
        case .placeholder: "?"
        case .end: ""
        default: composite(expression)
        }
    }

    private static func composite(_ expression: Expression) -> String {
        switch expression.kind {
        case .negate(let operand): "-" + Self.operand(operand)
        case .array(let items): "[" + items.map(operand).joined(separator: ", ") + "]"
        case .range(let low, let high): operand(low) + ".." + operand(high)
        case .object(let pairs): "{" + print(pairs) + "}"
        case .block(let items): "(" + items.map(operand).joined(separator: "; ") + ")"
        case .binary(.dot, let left, let right): step(left) + "." + step(right)
        case .binary(let symbol, let left, let right): operand(left) + " " + symbol.rawValue + " " + operand(right)
        case .predicate(let left, let condition): operand(left) + "[" + operand(condition) + "]"
        case .group(let left, let pairs): operand(left) + "{" + print(pairs) + "}"
        case .sort(let left, let terms):
            operand(left) + "^("
                + terms.map { ($0.isDescending ? ">" : "<") + operand($0.expression) }
                .joined(separator: ", ") + ")"
        default: statement(expression)
        }
    }

    private static func statement(_ expression: Expression) -> String {
        switch expression.kind {
        case .bind(let name, let value): "$" + name + " := " + operand(value)
        case .focus(let left, let name): operand(left) + "@$" + name
        case .index(let left, let name): operand(left) + "#$" + name
        case .conditional(let condition, let then, let otherwise):
            operand(condition) + " ? " + operand(then) + (otherwise.map { " : " + operand($0) } ?? "")
        case .elvis(let left, let right): operand(left) + " ?: " + operand(right)
        case .coalesce(let left, let right): operand(left) + " ?? " + operand(right)
        case .call(let function, let arguments), .partial(let function, let arguments):
            callee(function) + "(" + arguments.map(operand).joined(separator: ", ") + ")"
        case .lambda(let names, let signature, let body):
            "function(" + names.map { "$" + $0 }.joined(separator: ", ") + ")" + (signature ?? "") + "{" + operand(body)
                + "}"
        case .transform(let pattern, let update, let deletion):
            "|" + operand(pattern) + "|" + operand(update) + (deletion.map { ", " + operand($0) } ?? "") + "|"
        default: ""
        }
    }

    /// A called name is written plain, as `function` would be.
    private static func callee(_ function: Expression) -> String { operand(function) }

    private static func print(_ pairs: [Expression.Pair]) -> String {
        pairs.map { operand($0.key) + ": " + operand($0.value) }.joined(separator: ", ")
    }
}
