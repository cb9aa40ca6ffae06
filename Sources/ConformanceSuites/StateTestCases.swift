import EngineTestKit
import JSONModel
import ServicePorts

/// AWS's recorded answers to `TestState`.
struct StateTestCases {
    func run(_ cases: [JSONObject]) async throws -> [CaseResult] {
        let world = try World()
        var results: [CaseResult] = []
        for recorded in cases {
            let found = await answer(recorded, world)
            let difference = Self.difference(recorded, found)
            results.append(
                CaseResult(
                    name: recorded.caseName, difference: difference.map { Needs.explained($0, recorded) },
                    details: Self.details(recorded, found)))
        }
        await world.end()
        world.remove()
        return results
    }

    private func answer(_ recorded: JSONObject, _ world: World) async -> Result<JSONObject, AWSError> {
        var input = recorded.object("request") ?? [:]
        input["definition"] = .string(recorded.text("definition") ?? "")
        let isWithoutRole = recorded["expected"]?["output"]?.serialized().contains(#""RoleArn":null"#) == true
        if !isWithoutRole, input["roleArn"] == nil { input["roleArn"] = World.role }
        do {
            return .success(try await world.registry.call("states", "TestState", input))
        } catch {
            return .failure(error)
        }
    }

    private static func difference(_ recorded: JSONObject, _ found: Result<JSONObject, AWSError>) -> String? {
        let matcher = RecordedValue(placeholders: recorded.strings("placeholders") ?? [])
        var wanted = recorded.object("expected") ?? [:]
        wanted["ResponseMetadata"] = nil
        switch found {
        case .success(let output): return matcher.difference(.object(wanted), .object(output))
        case .failure(let error):
            guard let exception = wanted["exception"] else { return "\(error), recorded an answer" }
            return RecordedException(exception).difference(from: error, matcher)
        }
    }

    private static func details(_ recorded: JSONObject, _ found: Result<JSONObject, AWSError>) -> [String] {
        let answer: String =
            switch found {
            case .success(let output): JSONValue.object(output).serialized()
            case .failure(let error): "\(error)"
            }
        return ["recorded: \(recorded["expected"]?.serialized() ?? "")", "answered: \(answer)"]
    }
}
