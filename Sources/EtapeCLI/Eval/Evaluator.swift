import Foundations
import JSONModel
import JSONPath
import JSONata

/// Evaluates expressions of one language on one input.
struct Evaluator: Sendable {
    var language = EvalLanguage.jsonata
    /// AWS's dialect of JSONata, with the limits that were measured on AWS.
    var isAWS = false
    /// nil: there is none. JSONata then has an undefined input, the other two an empty object.
    var input: JSONValue?
    /// The Context object, which paths read by `$$`.
    var context: JSONValue = [:]
    var variables = JSONObject()
    let clock: any TimeSource
    let random: any RandomSource

    func evaluate(_ text: String) throws(EvalFault) -> EvalResult {
        switch language {
        case .jsonata: try jsonata(text)
        case .jsonpath, .intrinsic: try statesExpression(text)
        }
    }

    private func jsonata(_ text: String) throws(EvalFault) -> EvalResult {
        var isCompiled = false
        do throws(JSONataError) {
            let program = try Program(compiling: text, dialect: isAWS ? .awsStepFunctions : .standard)
            isCompiled = true
            let limits = isAWS ? EvaluationLimits.awsStepFunctions : EvaluationLimits()
            let environment = EvaluationEnvironment(clock: clock, random: random, limits: limits)
            var bindings: [String: JSONValue] = [:]
            for (name, value) in variables { bindings[name] = value }
            switch try program.outcome(input: input, bindings: bindings, environment: environment) {
            case .value(let value): return .value(value.serialized(pretty: true))
            case .undefined: return .undefined
            case .function: return .function
            }
        } catch {
            throw EvalFault(
                message: "\(error.code): \(error.message)", expression: text, place: Self.place(of: error, text),
                exitCode: isCompiled ? 1 : 2)
        }
    }

    /// The token that the error names, which ends where the error stands; else the character there.
    private static func place(of error: JSONataError, _ text: String) -> Range<Int>? {
        guard let units = error.position else { return nil }
        let end = text.utf16.index(text.startIndex, offsetBy: units, limitedBy: text.endIndex) ?? text.endIndex
        let before = text[..<end]
        if let token = error.token, !token.isEmpty, before.hasSuffix(token) {
            return before.count - token.count..<before.count
        }
        let isAtEnd = end == text.endIndex
        return isAtEnd ? before.count..<before.count + 1 : max(0, before.count - 1)..<max(1, before.count)
    }

    private func statesExpression(_ text: String) throws(EvalFault) -> EvalResult {
        let expression: JSONPath.Expression
        do throws(DefinitionError) {
            expression = try language == .jsonpath ? .path(Path(parsing: text)) : .intrinsic(Intrinsic(parsing: text))
        } catch {
            let start = text.utf8.prefix(error.offset)
            let column = String(decoding: start, as: UTF8.self).count
            throw EvalFault(message: error.message, expression: text, place: column..<column + 1, exitCode: 2)
        }
        do throws(EvaluationError) {
            let value = try expression.evaluate(
                input: input ?? [:], context: context, variables: variables, random: random)
            return .value(value.serialized(pretty: true))
        } catch {
            let cause = error.cause(input: (input ?? [:]).serialized())
            throw EvalFault(message: "\(error.errorName): \(cause)", expression: text, place: nil, exitCode: 1)
        }
    }
}
