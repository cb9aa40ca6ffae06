import ExecutionCore
import JSONModel
import Testing

/// Map states beyond what was recorded: many items, several at once, failures beside running iterations.
@Suite struct MapTests {
    private func map(_ more: String = "", processor: String = #"{"Type":"Pass","End":true}"#) -> String {
        """
        {"StartAt":"M","States":{"M":{"Type":"Map","End":true\(more),
          "ItemProcessor":{"StartAt":"P","States":{"P":\(processor)}}}}}
        """
    }

    private let task = #"{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true}"#

    @Test func tenThousandItemsKeepTheirOrder() throws {
        let items = "[" + (0..<10_000).map(String.init).joined(separator: ",") + "]"
        var limits = Limits()
        limits.historyEvents = 100_000
        var harness = try CoreHarness(map(), input: items, limits: limits)
        harness.run(turns: 200_000)
        #expect(harness.execution.outcome?.status == "SUCCEEDED")
        guard case .succeeded(let output) = harness.execution.outcome else { return }
        #expect(output.text == items)
        #expect(harness.types.count { $0 == "MapIterationSucceeded" } == 10_000)
    }

    @Test func tasksOfTenThousandItemsEndInAnyOrder() throws {
        let items = "[" + (0..<10_000).map(String.init).joined(separator: ",") + "]"
        var limits = Limits()
        limits.historyEvents = 200_000
        var harness = try CoreHarness(map(processor: task), input: items, limits: limits)
        harness.answer = { .taskSucceeded($0.task, output: $0.parameters) }
        harness.run(turns: 200_000)
        guard case .succeeded(let output) = harness.execution.outcome else {
            Issue.record("\(String(describing: harness.execution.outcome))")
            return
        }
        #expect(output.text == items)
    }

    @Test func asManyRunAtOnceAsAllowed() throws {
        var few = try CoreHarness(map(#","MaxConcurrency":3"#, processor: task), input: "[1,2,3,4,5]")
        few.run()
        #expect(few.running.count == 3)
        let many = "[" + Array(repeating: "1", count: 100).joined(separator: ",") + "]"
        var all = try CoreHarness(map(processor: task), input: many)
        all.run()
        #expect(all.running.count == 40)
    }

    @Test func aFailureEndsTheOtherIterations() throws {
        var harness = try CoreHarness(map(processor: task), input: "[1,2,3]")
        harness.answer = { request in
            request.parameters.text == "2" ? .taskFailed(request.task, error: "Bad", cause: nil) : nil
        }
        harness.run()
        #expect(harness.execution.outcome == .failed(error: "Bad", cause: nil))
        #expect(harness.running.count <= 1)
        #expect(
            harness.types.suffix(5) == [
                "MapIterationFailed", "MapIterationAborted", "MapIterationAborted", "MapStateFailed", "ExecutionFailed",
            ])
    }

    @Test func theContextTellsTheInnermostItem() throws {
        let inner = """
            {"Type":"Map","ItemsPath":"$.xs","End":true,"ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$$.Map.Item.Value"},
            "ItemProcessor":{"StartAt":"Q","States":{"Q":{"Type":"Pass","Parameters":{"in.$":"$","v.$":"$$.Map.Item.Value"},
            "End":true}}}}
            """
        var harness = try CoreHarness(map(processor: inner), input: #"[{"xs":[7]},{"xs":[8,9]}]"#)
        harness.run()
        guard case .succeeded(let output) = harness.execution.outcome else { return }
        let expected: JSONValue = [
            [["in": ["i": 0, "v": 7], "v": 7]],
            [["in": ["i": 0, "v": 8], "v": 8], ["in": ["i": 1, "v": 9], "v": 9]],
        ]
        #expect(output.value == expected)
    }

    @Test func aResultThatIsTooLargeIsAnErrorThatCanBeCaught() throws {
        let more = #","Catch":[{"ErrorEquals":["States.DataLimitExceeded"],"Next":"C"}]"#
        let processor = """
            {"Type":"Pass","End":true,
              "Parameters":{"a.$":"$$.Execution.Input.big","b.$":"$$.Execution.Input.big"}}
            """
        let definition = map(#","ItemsPath":"$.xs""# + more, processor: processor).replacing(
            #""States":{"M""#, with: #""States":{"C":{"Type":"Pass","Result":"caught","End":true},"M""#)
        let item = "\"" + String(repeating: "x", count: 150_000) + "\""
        var limits = Limits()
        limits.payloadBytes = 262_144
        var harness = try CoreHarness(
            definition, input: "{\"xs\":[1],\"big\":\(item)}", limits: limits)
        harness.run()
        #expect(harness.execution.outcome == .succeeded(output: try Document(text: "\"caught\"")))
        #expect(harness.types.contains("MapStateFailed"))
    }
}
