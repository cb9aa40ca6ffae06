@testable import EtapeCLI
import Foundations
import JSONModel
import Testing

@Suite struct RunProgressTests {
    private func event(_ id: Int, _ previous: Int, _ type: String, _ member: String = "", _ fields: JSONObject = [:])
        -> JSONObject
    {
        var event: JSONObject = [
            "id": .int(id), "previousEventId": .int(previous), "type": .string(type), "timestamp": .int(id),
        ]
        if !member.isEmpty { event[member] = .object(fields) }
        return event
    }

    @Test func followsRetriesToACatch() {
        var progress = RunProgress()
        progress.apply(event(1, 0, "ExecutionStarted"))
        progress.apply(event(2, 0, "TaskStateEntered", "stateEnteredEventDetails", ["name": "Job"]))
        progress.apply(event(3, 2, "TaskScheduled"))
        progress.apply(event(4, 3, "TaskFailed", "taskFailedEventDetails", ["error": "States.TaskFailed"]))
        #expect(progress.rows[0].status == .retrying)
        progress.apply(event(5, 4, "TaskScheduled"))
        #expect(progress.rows[0].status == .running && progress.rows[0].retries == 1)
        progress.apply(event(6, 5, "TaskFailed", "taskFailedEventDetails", ["error": "States.TaskFailed"]))
        progress.apply(event(7, 6, "TaskStateExited", "stateExitedEventDetails", ["name": "Job"]))
        #expect(
            progress.rows[0].status == .caught && progress.rows[0].duration(now: Timestamp(seconds: 99)) == .seconds(5))
        progress.apply(event(8, 7, "FailStateEntered", "stateEnteredEventDetails", ["name": "Failed"]))
        progress.apply(event(9, 8, "ExecutionFailed", "executionFailedEventDetails", ["error": "E", "cause": "C"]))
        #expect(progress.outcome == "FAILED" && progress.error == "E" && progress.cause == "C")
        #expect(progress.rows[1].status == .failed)
    }

    @Test func branchesKeepApart() {
        var progress = RunProgress()
        progress.apply(event(1, 0, "ExecutionStarted"))
        progress.apply(event(2, 0, "ParallelStateEntered", "stateEnteredEventDetails", ["name": "Both"]))
        progress.apply(event(3, 2, "ParallelStateStarted"))
        progress.apply(event(4, 3, "TaskStateEntered", "stateEnteredEventDetails", ["name": "A"]))
        progress.apply(event(5, 3, "TaskStateEntered", "stateEnteredEventDetails", ["name": "B"]))
        progress.apply(event(6, 4, "TaskScheduled"))
        progress.apply(event(7, 5, "TaskScheduled"))
        progress.apply(
            event(8, 7, "TaskSubmitted", "taskSubmittedEventDetails", ["output": #"{"JobRunId":"jr_b"}"#]))
        #expect(progress.apply(job: ["jobRunId": "jr_b", "rowsRead": 7]) == 2)
        #expect(progress.rows[2].job.rowsRead == 7 && progress.rows[1].jobRunID == nil)
    }
}

@Suite struct RunProgressOfBranchesTests {
    /// The events after a branch follow the branch's last one: the Parallel state's own row must end all the same.
    @Test func aParallelStateEndsItself() throws {
        var progress = RunProgress()
        let events = #"""
            [{"id":1,"previousEventId":0,"type":"ExecutionStarted","timestamp":1},
             {"id":2,"previousEventId":0,"type":"ParallelStateEntered","timestamp":1,"stateEnteredEventDetails":{"name":"A"}},
             {"id":3,"previousEventId":2,"type":"ParallelStateStarted","timestamp":1},
             {"id":4,"previousEventId":3,"type":"PassStateEntered","timestamp":1,"stateEnteredEventDetails":{"name":"B"}},
             {"id":5,"previousEventId":4,"type":"PassStateExited","timestamp":1,"stateExitedEventDetails":{"name":"B"}},
             {"id":6,"previousEventId":5,"type":"ParallelStateSucceeded","timestamp":1},
             {"id":7,"previousEventId":5,"type":"ParallelStateExited","timestamp":2,"stateExitedEventDetails":{"name":"A"}},
             {"id":8,"previousEventId":7,"type":"ExecutionSucceeded","timestamp":2}]
            """#
        for event in try JSONValue(parsing: events).arrayValue ?? [] { progress.apply(event.objectValue ?? [:]) }
        #expect(progress.rows.map(\.status) == [.succeeded, .succeeded])
        #expect(progress.rows.map(\.name) == ["A", "B"] && progress.outcome == "SUCCEEDED")
    }
}

@Suite struct PrintableTests {
    @Test func whatSteersATerminalIsShown() {
        #expect("a\u{1B}[2J\u{9B}b\u{202E}\tc".printable == "a\\u{1b}[2J\\u{9b}b\\u{202e}\tc")
        #expect("été\n".printable == "été\n" && "a\nb".printableLine == "a b")
    }

    @Test func causesSpeakForThemselves() {
        #expect(FailureCause.words(#"{"Id":"jr","ErrorMessage":"ValueError: bad"}"#) == "ValueError: bad")
        #expect(FailureCause.words("plain") == "plain")
    }
}

@Suite struct TextFormatTests {
    @Test func numbers() {
        #expect(TextFormat.count(336_776) == "336,776" && TextFormat.count(-1234) == "-1,234")
        #expect(TextFormat.bytes(999) == "999 B" && TextFormat.bytes(1_440_000) == "1.4 MB")
        #expect(TextFormat.duration(.milliseconds(840)) == "840 ms")
        #expect(TextFormat.duration(.milliseconds(3_250)) == "3.2 s")
        #expect(TextFormat.duration(.seconds(245)) == "4 m 05 s")
    }
}
