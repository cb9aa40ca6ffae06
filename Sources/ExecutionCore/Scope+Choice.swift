import Foundations
import JSONModel
import JSONPath
import StatesLanguage

extension Scope {
    var noChoiceMatched: Failure {
        Failure(
            error: StatesError.noChoiceMatched,
            cause: prefix + "Failed to transition out of the state. The state's 'Choices' matched nothing and it has "
                + "no 'Default'.")
    }

    /// Whether a Choice rule holds for the state's input.
    func holds(_ rule: ChoiceRule, on input: JSONValue) throws(Failure) -> Bool {
        switch rule {
        case .all(let rules):
            for rule in rules where try !holds(rule, on: input) { return false }
            return true
        case .any(let rules):
            for rule in rules where try holds(rule, on: input) { return true }
            return false
        case .not(let rule): return try !holds(rule, on: input)
        case .condition(.jsonata(let expression)):
            return try value(expression, expecting: "boolean").boolValue ?? false
        case .condition(.literal(let holds)): return holds
        case .condition: return false
        case .comparison(let variable, let comparison): return try holds(variable, comparison, on: input)
        }
    }

    private func holds(_ variable: Path, _ comparison: Comparison, on input: JSONValue) throws(Failure) -> Bool {
        if case .isPresent(let expected) = comparison {
            let context = variable.root == .context ? context : .null
            return variable.isPresent(input: input, context: context, variables: frame.variables) == expected
        }
        let value = try operand(variable, on: input)
        switch comparison {
        case .isPresent(let expected): return expected
        case .isNull(let expected): return value.isNull == expected
        case .isNumeric(let expected): return (value.numberValue != nil) == expected
        case .isString(let expected): return (value.stringValue != nil) == expected
        case .isBoolean(let expected): return (value.boolValue != nil) == expected
        case .isTimestamp(let expected): return (value.stringValue.flatMap(Timestamp.init(rfc3339:)) != nil) == expected
        case .matches(let pattern): return value.stringValue.map(pattern.matches) ?? false
        case .boolean(let field):
            guard let left = value.boolValue, let right = try literal(field, \.boolValue, on: input) else {
                return false
            }
            return left == right
        case .string(let order, let field):
            guard let left = value.stringValue, let right = try literal(field, \.stringValue, on: input) else {
                return false
            }
            return order.holds(CodeUnits(left), CodeUnits(right))
        case .numeric(let order, let field):
            guard let left = value.doubleValue, let right = try literal(field, \.doubleValue, on: input) else {
                return false
            }
            return order.holds(left, right)
        case .timestamp(let order, let field):
            guard let left = Self.moment(value), let right = try literal(field, Self.moment, on: input) else {
                return false
            }
            return order.holds(left, right)
        }
    }

    private static func moment(_ value: JSONValue) -> Timestamp? { value.stringValue.flatMap(Timestamp.init(rfc3339:)) }

    /// A rule's literal, or what its `…Path` selects; nil where that is of another type.
    private func literal<Value: Sendable>(
        _ field: Field<Value>, _ read: (JSONValue) -> Value?, on input: JSONValue
    ) throws(Failure) -> Value? {
        switch field {
        case .literal(let value): return value
        case .path(let path): return read(try operand(path, on: input))
        case .intrinsic, .jsonata: return nil
        }
    }

    private func operand(_ path: Path, on input: JSONValue) throws(Failure) -> JSONValue {
        do {
            return try path.evaluate(
                input: input, context: path.root == .context ? context : .null, variables: frame.variables)
        } catch {
            throw Failure(error: StatesError.runtime, cause: prefix + error.invalidPathCause)
        }
    }
}

/// Strings in the order of their UTF-16 code units, as Java compares them.
private struct CodeUnits: Comparable {
    let text: String

    init(_ text: String) { self.text = text }

    static func < (left: CodeUnits, right: CodeUnits) -> Bool {
        left.text.utf16.lexicographicallyPrecedes(right.text.utf16)
    }

    static func == (left: CodeUnits, right: CodeUnits) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
}
