import EngineTestKit
import JSONModel
import ServicePorts
import Testing

/// AWS's recorded executions that call Step Functions itself or start executions: nested ones, Map Runs, and its
/// SDK integration.
@Suite struct RecordedIntegrationTests {
    @Test func executionsAreAsRecorded() async throws {
        try #require(Corpora.isPresent, "no recordings at \(Corpora.folder): set ETAPE_CORPORA")
        var compared = 0
        for recorded in try Corpora.lines("stepfunctions/executions.jsonl") {
            let features = Set(recorded.strings("features") ?? [])
            guard !features.isDisjoint(with: ["nested-execution", "sdk-integration", "distributed-map"]),
                recorded["interactive"] == nil
            else { continue }
            let difference = try await difference(recorded)
            #expect(difference == nil, "\(recorded.string("name") ?? "")")
            compared += 1
        }
        #expect(compared >= 6)
    }

    private func text(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "{}" }
        return value.stringValue ?? value.serialized()
    }

    private func difference(_ recorded: JSONObject) async throws -> String? {
        let world = try World()
        for step in recorded.array("setup") ?? [] {
            var input = step["params"]?.objectValue ?? [:]
            if let definition = input["definition"] { input["definition"] = .string(text(definition)) }
            input["roleArn"] = input["roleArn"] ?? World.role
            try await world.call(step["operation"]?.stringValue ?? "", input)
        }
        let execution = try await world.run(text(recorded["definition"]), input: text(recorded["input"]))
        let events = try await world.call(
            "GetExecutionHistory", ["executionArn": execution["executionArn"] ?? ""])
        await world.end()
        world.remove()
        let expected = recorded["expected"] ?? [:]
        guard execution["status"] == expected["status"] else { return "status \(execution)" }
        let matcher = RecordedValue(placeholders: recorded.strings("placeholders") ?? [])
        return matcher.difference(
            (expected["events"] ?? []).withoutLengths, (events["events"] ?? []).withoutLengths)
    }
}

extension JSONValue {
    /// The value without the lengths of HTTP bodies, in texts too: they vary with the digits of a date.
    fileprivate var withoutLengths: JSONValue {
        switch self {
        case .object(let object):
            .object(
                JSONObject(object.filter { $0.key != "Content-Length" }.map { ($0.key, $0.value.withoutLengths) }))
        case .array(let elements): .array(elements.map(\.withoutLengths))
        case .string(let text):
            text.contains("Content-Length") ? (try? JSONValue(parsing: text))?.withoutLengths ?? self : self
        default: self
        }
    }
}
