import ExecutionCore
import Foundation
import Foundations
import JSONModel
import StatesLanguage
import Testing

/// Histories of this engine that are kept: the journal of each, folded again, gives the events it gave when it was
/// recorded. `scripts/record-golden.sh` records them anew, where a change of a history is meant.
@Suite struct GoldenTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden")

    private static var isRecording: Bool { ProcessInfo.processInfo.environment["ETAPE_RECORD_GOLDEN"] == "1" }

    @Test(arguments: GoldenScenario.all.map(\.name)) func historiesAreAsKept(_ name: String) throws {
        let file = Self.folder.appendingPathComponent(name + ".json")
        if Self.isRecording {
            try Self.record(try #require(GoldenScenario.all.first { $0.name == name }), to: file)
            Issue.record("recorded \(file.lastPathComponent): look at what changed, and commit it")
            return
        }
        let golden = try JSONValue(parsing: try String(contentsOf: file, encoding: .utf8))
        var execution = try CoreHarness(
            golden["definition"]?.serialized() ?? "", input: golden["input"]?.stringValue ?? ""
        ).execution
        var events: [JSONValue] = []
        for entry in golden["journal"]?.arrayValue ?? [] {
            events += execution.apply(try Self.entry(entry)).events.map { .object($0.json) }
        }
        let kept = golden["events"]?.arrayValue ?? []
        for (number, pair) in zip(kept, events).enumerated() { #expect(pair.0 == pair.1, "event \(number + 1)") }
        #expect(kept.count == events.count)
        #expect(execution.outcome?.status == golden["status"]?.stringValue)
    }

    @Test func theyCoverEveryTypeOfStateAndBothLanguages() throws {
        let texts = GoldenScenario.all.map(\.definition).joined()
        for type in StateType.allCases { #expect(texts.contains(#""Type":"\#(type.rawValue)""#), "\(type)") }
        let types = try GoldenScenario.all.flatMap { scenario -> [String] in
            let text = try String(
                contentsOf: Self.folder.appendingPathComponent(scenario.name + ".json"), encoding: .utf8)
            return (try JSONValue(parsing: text)["events"]?.arrayValue ?? []).compactMap { $0["type"]?.stringValue }
        }
        let wanted: Set<String> = [
            "TaskSucceeded", "TaskFailed", "TaskTimedOut", "TaskSubmitted", "ActivityStarted", "ActivityTimedOut",
            "ActivitySucceeded", "ParallelStateSucceeded", "ParallelStateFailed", "MapIterationFailed",
            "MapIterationAborted", "ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted",
        ]
        #expect(wanted.subtracting(types) == [])
    }

    private static func entry(_ json: JSONValue) throws -> JournalEntry {
        let time = try #require(json["time"]?.intValue)
        let seed = try #require(json["seed"]?.stringValue.flatMap(UInt64.init))
        return JournalEntry(
            time: Timestamp(milliseconds: Int64(time)), seed: seed,
            input: try #require(Input(json: json["input"] ?? .null)))
    }

    private static func record(_ scenario: GoldenScenario, to file: URL) throws {
        var harness = try CoreHarness(scenario.definition, input: scenario.input)
        var number = -1
        harness.answer = { request in
            number += 1
            return scenario.answer(number, request)
        }
        // Nothing that a scenario leaves open is answered by a year's passing before its own part has come.
        harness.run(until: harness.now + .seconds(40))
        if harness.execution.outcome == nil { scenario.afterwards(&harness) }
        harness.run()
        let golden: JSONValue = [
            "definition": try JSONValue(parsing: scenario.definition), "input": .string(scenario.input),
            "status": .string(harness.execution.outcome?.status ?? "RUNNING"),
            "journal": .array(
                harness.journal.map {
                    [
                        "time": .int(Int($0.time.milliseconds)), "seed": .string(String($0.seed)),
                        "input": $0.input.json,
                    ]
                }),
            "events": .array(harness.events.map { .object($0.json) }),
        ]
        try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        try (golden.serialized(pretty: true) + "\n").write(to: file, atomically: true, encoding: .utf8)
    }
}
