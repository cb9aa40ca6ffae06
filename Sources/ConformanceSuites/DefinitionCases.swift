import EngineTestKit
import JSONModel
import ServicePorts
import StatesLanguage

/// Cases that need nothing but the validator.
enum DefinitionCases {
    /// A published definition that is valid or not.
    static func judgement(_ recorded: JSONObject) -> CaseResult {
        let errors = StateMachine.diagnostics(of: recorded.text("definition") ?? "").filter { $0.severity == .error }
        let wanted = recorded.string("expect") ?? ""
        let found = errors.isEmpty ? "valid" : "invalid"
        return CaseResult(
            name: recorded.caseName, difference: wanted == found ? nil : "judged \(found), published as \(wanted)",
            details: errors.map(\.description))
    }

    /// What AWS found in definitions, in its order.
    static func validations(_ cases: [JSONObject]) async throws -> [CaseResult] {
        let world = try World()
        var results: [CaseResult] = []
        for recorded in cases { results.append(await validation(recorded, world)) }
        await world.end()
        world.remove()
        return results
    }

    private static func validation(_ recorded: JSONObject, _ world: World) async -> CaseResult {
        var request = recorded.object("request") ?? [:]
        request["definition"] = .string(recorded.text("definition") ?? "")
        var wanted = recorded.object("expected") ?? [:]
        wanted["ResponseMetadata"] = nil
        let matcher = RecordedValue(placeholders: recorded.strings("placeholders") ?? [])
        do {
            let answer = JSONValue.object(
                try await world.registry.call("states", "ValidateStateMachineDefinition", request))
            return CaseResult(
                name: recorded.caseName, difference: matcher.difference(.object(wanted), answer),
                details: ["recorded: \(JSONValue.object(wanted))", "answered: \(answer)"])
        } catch {
            let difference = wanted["exception"].map { RecordedException($0).difference(from: error, matcher) }
            return CaseResult(name: recorded.caseName, difference: difference ?? "\(error), recorded an answer")
        }
    }
}
