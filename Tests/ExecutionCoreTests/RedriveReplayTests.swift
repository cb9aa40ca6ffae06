import EngineTestKit
import ExecutionCore
import JSONModel
import Testing

/// Redriving as a value: an execution that failed goes on, and its journal gives it again.
@Suite struct RedriveReplayTests {
    private static let definitions = [
        ReplayTests.definitions[0], ReplayTests.definitions[1],
        #"""
        {"StartAt":"Each","States":{"Each":{"Type":"Map","ItemsPath":"$.days","MaxConcurrency":2,"End":true,
          "ItemProcessor":{"StartAt":"Both","States":{"Both":{"Type":"Parallel","End":true,"Branches":[
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true}}},
            {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3,"Next":"U"},
              "U":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","Parameters":{"JobName":"j"},"End":true}}}]}}}}}}
        """#,
    ]

    /// Fails, is stopped, or takes too long at a place drawn from a seed; then all is well.
    @Test(arguments: [0, 1, 2], 1...120) func whatFailedGoesOn(_ which: Int, _ seed: Int) throws {
        let random = SeededRandomness(seed: UInt64(seed))
        var harness = try CoreHarness(Self.definitions[which], input: ReplayTests.input)
        harness.answer = { request in
            random.next() % 3 == 0
                ? .taskFailed(request.task, error: "Bad", cause: nil)
                : .taskSucceeded(request.task, output: Document(["ok": true]))
        }
        harness.run(turns: Int(random.next() % 30) + 2)
        if harness.execution.outcome == nil { harness.apply(.stop(error: nil, cause: nil)) }
        guard harness.execution.outcome?.status != "SUCCEEDED" else { return }
        harness.pending = []
        harness.timers = [:]
        harness.running = [:]
        harness.answer = { .taskSucceeded($0.task, output: Document(["ok": true])) }
        harness.apply(.redrive(clientToken: "t\(seed)"))
        #expect(harness.types.contains("ExecutionRedriven"))
        harness.run()
        #expect(harness.execution.outcome?.status == "SUCCEEDED", "\(harness.types)")
        #expect(harness.execution.redriveCount == 1)
        #expect(harness.events.map(\.id) == Array(1...harness.events.count))
        #expect(harness.events.allSatisfy { $0.previousEventID < $0.id })
        if which == 2 {
            // Each state was left as often as in a run without failures: nothing that succeeded ran again. (The others
            // retry and catch, which leaves states by other ways.)
            var whole = try CoreHarness(Self.definitions[which], input: ReplayTests.input)
            whole.answer = harness.answer
            whole.run()
            let exits = { (harness: CoreHarness) in harness.types.count { $0.hasSuffix("StateExited") } }
            #expect(exits(harness) == exits(whole))
        }
        var again = try CoreHarness(Self.definitions[which], input: ReplayTests.input).execution
        var events: [HistoryEvent] = []
        for entry in harness.journal {
            let read = try #require(Input(json: try JSONValue(parsing: entry.input.json.serialized())))
            events += again.apply(JournalEntry(time: entry.time, seed: entry.seed, input: read)).events
        }
        #expect(events == harness.events)
    }

    @Test func whatSucceededStaysSo() throws {
        var harness = try CoreHarness(#"{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}"#)
        harness.run()
        let events = harness.events.count
        harness.apply(.redrive(clientToken: nil))
        #expect(harness.events.count == events)
        #expect(harness.execution.redriveCount == 0)
    }

    @Test func theMachinesTimeStartsAgain() throws {
        let definition = #"{"TimeoutSeconds":10,"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":30,"End":true}}}"#
        var harness = try CoreHarness(definition)
        harness.run()
        #expect(harness.execution.outcome == .timedOut)
        harness.timers = [:]
        harness.apply(.redrive(clientToken: nil))
        #expect(harness.execution.outcome == nil)
        harness.run()
        #expect(harness.execution.outcome == .timedOut)
        #expect(harness.types.count { $0 == "ExecutionTimedOut" } == 2)
    }
}
