import EngineTestKit
import ExecutionCore
import Foundations
import JSONModel
import StatesLanguage
import Testing

/// The journal is the execution: folding it again gives the same state, events and effects.
@Suite struct ReplayTests {
    static let definitions = [
        #"""
        {"StartAt":"Both","States":{
          "Both":{"Type":"Parallel","Next":"Pause","ResultPath":"$.both","Branches":[
            {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync",
              "Parameters":{"JobName":"a"},"End":true,
              "Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":3,"IntervalSeconds":2,"JitterStrategy":"FULL"}]}}},
            {"StartAt":"B","States":{
              "B":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","TimeoutSeconds":30,
                "Parameters":{"Id.$":"States.UUID()"},"Next":"W",
                "Catch":[{"ErrorEquals":["States.ALL"],"Next":"W"}]},
              "W":{"Type":"Wait","Seconds":5,"End":true}}}],
            "Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.error","Next":"Pause"}]},
          "Pause":{"Type":"Wait","Seconds":10,"Next":"Done"},
          "Done":{"Type":"Succeed"}}}
        """#,
        #"""
        {"StartAt":"Each","States":{
          "Each":{"Type":"Map","ItemsPath":"$$.Execution.Input.days","MaxConcurrency":2,"End":true,
            "ItemSelector":{"n.$":"$$.Map.Item.Index","day.$":"$$.Map.Item.Value"},
            "Retry":[{"ErrorEquals":["States.TaskFailed"],"MaxAttempts":2}],
            "ItemProcessor":{"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","TimeoutSeconds":30,"Next":"P",
                "Parameters":{"Id.$":"States.UUID()","Message.$":"$.day"},
                "Catch":[{"ErrorEquals":["Glue.ThrottlingException"],"Next":"P"}]},
              "P":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:a","End":true,
                "HeartbeatSeconds":5}}}}}}
        """#,
    ]

    static let input = #"{"day": "2013-01-01", "days": ["2013-01-01", "2013-01-02", "2013-01-03"]}"#

    /// Answers tasks in a way drawn from a seed: success, failure, submission first, or silence until a timeout.
    private func harness(_ definition: String, seed: UInt64) throws -> CoreHarness {
        let random = SeededRandomness(seed: seed)
        var harness = try CoreHarness(definition, input: Self.input)
        harness.answer = { request in
            switch random.next() % 4 {
            case 0: .taskFailed(request.task, error: "Glue.ThrottlingException", cause: "slow down")
            case 1: .taskFailed(request.task, error: "States.TaskFailed", cause: nil)
            case 2 where request.stateName == "B": nil
            default: .taskSucceeded(request.task, output: Document(["ok": true]))
            }
        }
        return harness
    }

    @Test(arguments: [0, 1], 1...200) func aReplayIsTheSame(_ which: Int, _ seed: Int) throws {
        var harness = try harness(Self.definitions[which], seed: UInt64(seed))
        harness.run()
        #expect(harness.execution.outcome != nil)
        var again = try CoreHarness(Self.definitions[which], input: Self.input).execution
        var events: [HistoryEvent] = []
        for entry in harness.journal {
            let json = entry.input.json
            let read = try #require(Input(json: try JSONValue(parsing: json.serialized())))
            events += again.apply(JournalEntry(time: entry.time, seed: entry.seed, input: read)).events
        }
        #expect(events == harness.events)
        #expect(again.outcome == harness.execution.outcome)
    }

    /// A crash after any commit: what is owed is asked for again with the same ids, and the end is reached.
    @Test(arguments: [0, 1], 1...60)
    func aCrashAnywhereLosesNothing(_ which: Int, _ seed: Int) throws {
        var whole = try harness(Self.definitions[which], seed: UInt64(seed))
        whole.run()
        for cut in 1..<whole.journal.count {
            var resumed = try CoreHarness(Self.definitions[which], input: Self.input)
            var before = whole
            before.events = []
            for entry in whole.journal.prefix(cut) { resumed.events += resumed.execution.apply(entry).events }
            resumed.pending = []
            resumed.now = whole.journal[cut - 1].time
            resumed.answer = { .taskSucceeded($0.task, output: Document(["ok": true])) }
            resumed.resume()
            resumed.run()
            #expect(resumed.execution.outcome != nil)
            #expect(Array(resumed.events.prefix(resumed.journal.isEmpty ? 0 : 1)).first?.type == "ExecutionStarted")
            #expect(resumed.events.map(\.id) == Array(1...resumed.events.count))
            let started = Set(whole.events.filter { $0.type == "TaskScheduled" }.map(\.id))
            let cutID = resumed.events.count
            #expect(started.filter { $0 < cutID }.isSubset(of: Set(resumed.events.map(\.id))))
        }
    }
}

extension CoreHarness {
    /// Asks again for what is owed, as a server does that starts.
    mutating func resume() {
        for effect in execution.outstandingEffects {
            switch effect {
            case .run(let request): if let input = answer(request) { pending.append(input) }
            case .startTimer(let timer, let deadline): timers[timer] = deadline
            case .proceed: pending.append(.proceed)
            case .findActivity(let frame, _): pending.append(.activityFound(frame, true))
            default: break
            }
        }
    }
}
