import ConformanceSuites
import EngineTestKit
import Foundation
import JSONModel
import Testing

/// The comparison itself: a wrong recording fails, a damaged one is told, and the order of branches is free.
@Suite struct ComparisonTests {
    private static let recorded = #"""
        {"name":"one","definition":{"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
          {"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}},
          {"StartAt":"B","States":{"B":{"Type":"Pass","End":true}}}]}}},
         "type":"STANDARD","sync":false,"input":{"x":1},"placeholders":[],"features":[],
         "expected":{"status":"SUCCEEDED","output":"[{\"x\":1},{\"x\":1}]","error":null,"cause":null,"events":null}}
        """#

    private func run(_ text: String, file: String = "executions.jsonl") async throws -> SuiteReport {
        let folder = FileManager.default.temporaryDirectory.path + "/etape-cases-\(abs(text.hashValue))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let line = text.replacing("\n", with: " ") + "\n"
        try line.write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
        return try await StepFunctionsSuite(folder: RecordedFolder(folder)).run()
    }

    /// The case with the events of an execution of it, in the order of `order`.
    private func withEvents(_ order: [Int], change: (inout JSONObject) -> Void = { _ in }) async throws -> String {
        let world = try World()
        let value = try JSONValue(parsing: Self.recorded)
        let run = try await world.run(value["definition"]?.serialized() ?? "", input: #"{"x":1}"#)
        let history = try await world.history(run.string("executionArn") ?? "")
        await world.end()
        world.remove()
        var numbers = [0: 0]
        for (index, old) in order.enumerated() { numbers[old] = index + 1 }
        var events: [JSONValue] = []
        for old in order {
            var event = history[old - 1]
            change(&event)
            event["id"] = .int(numbers[old] ?? 0)
            event["previousEventId"] = .int(numbers[event.int("previousEventId") ?? 0] ?? 0)
            events.append(.object(event))
        }
        var recorded = try #require(value.objectValue)
        var expected = recorded.object("expected") ?? [:]
        expected["events"] = .array(events)
        recorded["expected"] = .object(expected)
        return JSONValue.object(recorded).serialized().replacing(
            "arn:aws:iam::000000000000:role/r", with: "snf_role_arn")
    }

    // 1 started, 2 P, 3 ParallelStateStarted, 4-5 one branch, 6-7 the other, 8 its success, 9 exited, 10 succeeded
    @Test func branchesMayRunInAnyOrder() async throws {
        let same = try await run(try await withEvents(Array(1...10)))
        #expect(same.failures.map(\.difference) == [])
        let other = try await run(try await withEvents([1, 2, 3, 6, 4, 7, 5, 8, 9, 10]))
        #expect(other.failures.map(\.difference) == [])
    }

    @Test func whatDiffersIsFound() async throws {
        let wrong = try await run(
            try await withEvents(Array(1...10)) { event in
                if event.string("type") == "PassStateExited" { event["type"] = "WaitStateExited" }
            })
        #expect(wrong.failures.count == 1)
        #expect(wrong.failures.first?.details.contains { $0.hasPrefix("- ") } == true)
        for (from, to) in [
            ("SUCCEEDED", "FAILED"), (#"[{\"x\":1}"#, #"[{\"x\":2}"#), (#""error":null"#, #""error":"E""#),
        ] {
            #expect(try await run(Self.recorded.replacing(from, with: to)).failures.count == 1)
        }
    }

    @Test func damagedHistoriesAreTold() async throws {
        let damaged = try await withEvents(Array(1...10)).replacing(#""id":4,"#, with: #""id":[0],"#)
        let report = try await run(
            damaged.contains("[0]") ? damaged : damaged.replacing(#""id":4}"#, with: #""id":[0]}"#))
        #expect(report.failures.map(\.difference) == [])
        #expect(report.damaged.count == 1)
        #expect(report.lines(isVerbose: false).last == "1 passed, 0 failed")
    }

    @Test func aServiceThatIsNotThereIsNamed() async throws {
        let task = Self.recorded.replacing(
            #"{"Type":"Pass","End":true}"#,
            with: #"{"Type":"Task","Resource":"arn:aws:states:::dynamodb:getItem","Parameters":{},"End":true}"#)
        let difference = try await run(task).failures.first?.difference
        #expect(difference?.hasPrefix("needs dynamodb, which this suite does not serve") == true)
    }

    @Test func anAnswerThatWasNotRecordedFails() async throws {
        let call = #"""
            {"name":"a","complete":true,"placeholders":[],"features":[],"steps":[{"operation":"CreateActivity",
             "params":{"name":"n"},"expected":{"activityArn":"other","creationDate":"datetime"}}]}
            """#
        #expect(try await run(call, file: "api.jsonl").failures.count == 1)
        let right = call.replacing("other", with: "arn:aws:states:us-east-1:000000000000:activity:n")
        #expect(try await run(right, file: "api.jsonl").failures.map(\.difference) == [])
    }
}
