import EngineTestKit
import ExecutionCore
import Foundations
import JSONModel
import Testing

/// What AWS answered and recorded, for every recording that needs only what this engine knows.
@Suite struct RecordedHistoryTests {
    /// Features that no state of this engine has; a recording with one of them is left out.
    static let unknown: Set<String> = [
        "nested-execution", "sdk-integration", "activity", "task",
    ]

    /// Its recording has `"id": [0]` and lacks events: compared by status only.
    static let damaged = "scenarios_test_base_scenarios.TestBaseScenarios.test_parallel_state_nested"

    @Test func executionsAreAsRecorded() throws {
        try #require(Corpora.isPresent, "no recordings at \(Corpora.folder): set ETAPE_CORPORA")
        var passed = 0
        for recorded in try Corpora.lines("stepfunctions/executions.jsonl") {
            let features = Set(recorded.strings("features") ?? [])
            guard features.isDisjoint(with: Self.unknown), recorded["interactive"] == nil else { continue }
            if let difference = try difference(recorded) {
                Issue.record("\(recorded.string("name") ?? ""): \(difference)")
            } else {
                passed += 1
            }
        }
        #expect(passed >= 330)
    }

    private func text(_ value: JSONValue) -> String { value.stringValue ?? value.serialized() }

    private func difference(_ recorded: JSONObject) throws -> String? {
        let matcher = RecordedValue(placeholders: recorded.strings("placeholders") ?? [])
        let expected = recorded["expected"] ?? [:]
        let input = recorded["input"] ?? .null
        var harness: CoreHarness
        do {
            harness = try CoreHarness(text(recorded["definition"] ?? [:]), input: input.isNull ? "{}" : text(input))
        } catch {
            return "\(error)"
        }
        if expected["status"] == "RUNNING" {
            harness.run(until: harness.now + .seconds(60))
        } else {
            harness.run()
        }
        let outcome = harness.execution.outcome
        guard expected["status"]?.stringValue == outcome?.status ?? "RUNNING" else {
            return "status \(outcome?.status ?? "RUNNING"), recorded \(expected["status"] ?? .null): "
                + (harness.events.last.map { JSONValue.object($0.json).serialized() } ?? "")
        }
        guard let events = expected["events"], !events.isNull else { return nil }
        guard recorded.string("name") != Self.damaged else { return nil }
        let isReversed = recorded.string("name")?.hasSuffix("reversed") == true
        let history = isReversed ? harness.events.reversed() : harness.events
        return matcher.difference(events, .array(history.map { .object($0.json) }))
    }
}
