import ExecutionCore
import Foundations
import JSONModel
import StatesLanguage

/// Drives an execution without a world: time jumps to the next timer, tasks are answered by a closure.
struct CoreHarness {
    var execution: Execution
    /// 2026-11-23T23:32:19Z: the recordings' timestamps were moved to lie 24,855 and 24,856 days after it.
    var now = Timestamp(milliseconds: 1_795_476_739_000)
    var journal: [JournalEntry] = []
    var events: [HistoryEvent] = []
    var pending: [Input] = [.start]
    var timers: [TimerID: Timestamp] = [:]
    var running: [TaskID: TaskRequest] = [:]
    var mapRuns: [String: MapRun] = [:]
    /// Answers a task; nil leaves it running.
    var answer: (TaskRequest) -> Input? = { _ in nil }

    init(_ definition: String, input: String = "{}", limits: Limits = Limits()) throws {
        execution = Execution(
            machine: try StateMachine(definition: definition),
            identity: Identity(
                executionARN: "arn:aws:states:us-east-1:000000000000:execution:m:e", name: "e",
                stateMachineARN: "arn:aws:states:us-east-1:000000000000:stateMachine:m", stateMachineName: "m",
                roleARN: "arn:aws:iam::000000000000:role/r", region: "us-east-1", startTime: now,
                input: try Document(text: input)),
            limits: limits)
    }

    /// Until nothing more happens by itself, or not before `deadline`.
    mutating func run(until deadline: Timestamp = Timestamp(milliseconds: .max), turns: Int = 10_000) {
        for _ in 0..<turns where execution.outcome == nil {
            if pending.isEmpty, let next = timers.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
                guard next.value <= deadline else { return }
                now = max(now, next.value)
                timers[next.key] = nil
                pending.append(.timer(next.key))
            }
            guard !pending.isEmpty else { return }
            apply(pending.removeFirst())
        }
    }

    mutating func apply(_ input: Input) {
        let entry = JournalEntry(time: now, seed: UInt64(journal.count) &* 0x9E37_79B9, input: input)
        journal.append(entry)
        let turn = execution.apply(entry)
        events += turn.events
        for effect in turn.effects { take(effect) }
    }

    private mutating func take(_ effect: Effect) {
        switch effect {
        case .run(let request):
            running[request.task] = request
            if let input = answer(request) { pending.append(input) }
        case .cancelTask(let task): running[task] = nil
        case .startTimer(let timer, let deadline): timers[timer] = deadline
        case .cancelTimer(let timer): timers[timer] = nil
        case .proceed: pending.append(.proceed)
        case .findActivity(let frame, _): pending.append(.activityFound(frame, true))
        case .runMap(let request): runMap(request)
        case .stopMapRun: break
        case .finished: break
        }
    }

    /// Runs a Map Run's children one after another, each to its end.
    private mutating func runMap(_ request: MapRunRequest) {
        var run = mapRuns[request.arn] ?? MapRun(request, startTime: now, limits: execution.limits)
        var inputs: [MapRunInput] = [request.redriveCount > run.redriveCount ? .redrive : .start]
        while !inputs.isEmpty {
            for effect in run.apply(inputs.removeFirst(), at: now) {
                switch effect {
                case .readItems: inputs += planned(request)
                case .startChild(let index, let attempt), .redriveChild(let index, let attempt):
                    inputs.append(.childEnded(index, attempt: attempt, child(request, run, index)))
                case .stopChild: break
                case .writeResults:
                    inputs.append(.resultsWritten(output: Document(["MapRunArn": .string(request.arn)])))
                case .ended(let outcome):
                    pending.append(.mapRunEnded(request.frame, arn: request.arn, outcome))
                }
            }
        }
        mapRuns[request.arn] = run
    }

    private func planned(_ request: MapRunRequest) -> [MapRunInput] {
        guard case .items(let items) = request.source else {
            return [.readFailed(MapRunFailure(error: "States.ItemReaderFailed", cause: "no datasets here"))]
        }
        do throws(MapRunFailure) {
            return [.planned(try request.inputs(of: items.map { ReadItem($0) })), .itemsRead]
        } catch {
            return [.readFailed(error)]
        }
    }

    private func child(_ request: MapRunRequest, _ run: MapRun, _ index: Int) -> ChildResult {
        let input = (try? Document(text: run.children.input(index))) ?? Document(.null)
        let identity = request.childIdentity(
            index, attempt: 0, input: input, items: run.children.items(of: index), startTime: now)
        var harness = self
        harness.execution = Execution(machine: request.machine, identity: identity)
        harness.events = []
        harness.pending = [.start]
        harness.timers = [:]
        harness.run()
        return ChildResult(
            harness.execution.outcome ?? .timedOut, startTime: now, stopTime: harness.now)
    }

    var types: [String] { events.map(\.type) }
}
