import Foundations
import JSONModel
import JSONata
import StatesLanguage

extension Scope {
    /// What an expression comes to. `expected` is the type that its field takes, as AWS names it; nil for any.
    func value(_ expression: JSONataExpression, expecting expected: String? = nil) throws(Failure) -> JSONValue {
        let outcome: Program.Outcome
        do throws(JSONataError) {
            outcome = try expression.program.outcome(
                input: nil, bindings: bindings(of: expression),
                environment: EvaluationEnvironment(
                    clock: TurnClock(now: time), random: random, limits: Self.evaluationLimits))
        } catch {
            throw failure(expression, error.sentence)
        }
        switch outcome {
        case .undefined: throw failure(expression, " returned nothing (undefined).")
        case .function: throw failure(expression, " returned an unsupported result type.")
        case .value(let value):
            guard let expected, value.jsonataType != expected else { return value }
            throw failure(
                expression,
                " returned an unexpected result type. Expected '\(expected)', but was '\(value.jsonataType)' for "
                    + "value: \(value.serialized())")
        }
    }

    func value(_ template: JSONataTemplate, expecting expected: String? = nil) throws(Failure) -> JSONValue {
        if let expression = template.expression { return try value(expression, expecting: expected) }
        return try template.evaluate { expression throws(Failure) in try value(expression) }
    }

    /// An error of the state's evaluation that no one expression is the place of.
    func evaluationFailure(_ sentence: String) -> Failure {
        Failure(
            error: StatesError.queryEvaluationError, cause: prefix + sentence,
            evaluation: Failure.Evaluation(location: nil))
    }

    func failure(_ expression: JSONataExpression, _ sentence: String) -> Failure {
        Failure(
            error: StatesError.queryEvaluationError,
            cause: prefix + "The JSONata expression '\(expression.source)' specified for the field "
                + "'\(expression.field)'" + sentence,
            evaluation: Failure.Evaluation(location: expression.field))
    }

    private func bindings(of expression: JSONataExpression) -> [String: JSONValue] {
        var bindings: [String: JSONValue] = [:]
        for name in expression.names { bindings[name] = frame.variables[name] }
        if expression.usesStates { bindings["states"] = states(withContext: expression.usesContext) }
        return bindings
    }

    /// `$states`.
    /// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#transforming-reserved-states-variable
    private func states(withContext: Bool) -> JSONValue {
        var states = JSONObject()
        states.reserveCapacity(3)
        states["input"] = frame.input.value
        if withContext { states["context"] = context }
        if let result { states["result"] = result }
        if let errorOutput { states["errorOutput"] = errorOutput }
        return .object(states)
    }

    /// AWS tells no figures; its own ends `$sum([1..900000])` for its memory and loops after some seconds.
    private static let evaluationLimits = EvaluationLimits(depth: 2_000, work: 10_000_000, sequence: 500_000)
}

/// A turn's time, which stands still.
private struct TurnClock: TimeSource {
    let now: Timestamp

    /// No expression waits.
    func sleep(until deadline: Timestamp) async throws { throw CancellationError() }
}

extension JSONataError {
    /// How AWS goes on after naming the expression and its field.
    fileprivate var sentence: String {
        let start = " threw an error during evaluation"
        switch code {
        case "D1011":
            return start + ": Stack overflow error: Check for non-terminating recursive function. Consider rewriting "
                + "as tail-recursive."
        case "D1012": return start + ": Expression evaluation timeout: Check for infinite loop"
        case "D2014", "D2015":
            return start + ": Expression evaluation memory limit exceeded: Check for excessive memory usage"
        default: return start + ". \(code): \(message)"
        }
    }
}

extension JSONValue {
    /// The type's name in JSONata.
    fileprivate var jsonataType: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
