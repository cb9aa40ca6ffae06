import EngineTestKit
import Foundations
import JSONModel

@testable import JSONata

/// 2024-03-01T12:30:45.678Z.
let moment = Timestamp(milliseconds: 1_709_296_245_678)

func environment(_ limits: EvaluationLimits = EvaluationLimits(), seed: UInt64 = 1) -> EvaluationEnvironment {
    EvaluationEnvironment(clock: ManualClock(now: moment), random: SeededRandomness(seed: seed), limits: limits)
}

func evaluate(
    _ text: String, _ input: JSONValue? = nil, _ bindings: [String: JSONValue] = [:], dialect: Dialect = .standard,
    limits: EvaluationLimits = EvaluationLimits()
) throws(JSONataError) -> JSONValue? {
    let program = try Program(compiling: text, dialect: dialect)
    return try program.evaluate(input: input, bindings: bindings, environment: environment(limits))
}

/// The error that the expression ends with; nil where it ends well.
func failure(
    _ text: String, _ input: JSONValue? = nil, dialect: Dialect = .standard,
    limits: EvaluationLimits = EvaluationLimits()
) -> JSONataError? {
    do throws(JSONataError) {
        _ = try evaluate(text, input, dialect: dialect, limits: limits)
        return nil
    } catch {
        return error
    }
}
