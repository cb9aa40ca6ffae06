import EngineTestKit
import ExecutionCore
import Foundations
import JSONModel
import StatesLanguage
import Testing

/// A Map Run as a value: whatever happens in whatever order, its journal gives it again.
@Suite struct MapRunReplayTests {
    private static let time = Timestamp(milliseconds: 1_795_476_739_000)

    /// The request of a Map state over ten items.
    private func request(_ fields: String, type: String) throws -> MapRunRequest {
        let items = (0..<10).map(String.init).joined(separator: ",")
        let harness = try CoreHarness(
            """
            {"StartAt":"M","States":{"M":{"Type":"Map","End":true\(fields),"ItemProcessor":{
              "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"\(type)"},
              "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}
            """, input: "[\(items)]")
        var execution = harness.execution
        let turn = execution.apply(JournalEntry(time: Self.time, seed: 1, input: .start))
        for effect in turn.effects { if case .runMap(let request) = effect { return request } }
        throw MapRunFailure(error: "none", cause: nil)
    }

    /// Answers a run's effects in an order drawn from a seed, and keeps its journal.
    private struct World {
        var run: MapRun
        let random: SeededRandomness
        var journal: [MapRunInput] = []
        var owed: [MapRunEffect] = []
        var outcomes: [MapRunOutcome] = []
        var started: [Int: Int] = [:]
        var mostAtOnce = 0
        /// In tenths.
        var failing = 0

        mutating func apply(_ input: MapRunInput) {
            journal.append(input)
            owed += run.apply(input, at: MapRunReplayTests.time)
            mostAtOnce = max(mostAtOnce, run.children.running.count)
        }

        mutating func run(steps: Int = .max) throws {
            var left = steps
            while !owed.isEmpty, left > 0 {
                left -= 1
                let effect = owed.remove(at: Int(random.next() % UInt64(owed.count)))
                switch effect {
                case .readItems:
                    guard case .items(let items) = run.request.source else { return }
                    apply(.planned(try run.request.inputs(of: items.map { ReadItem($0) })))
                    apply(.itemsRead)
                case .startChild(let index, let attempt), .redriveChild(let index, let attempt):
                    started[index, default: 0] += 1
                    apply(.childEnded(index, attempt: attempt, result(index)))
                case .stopChild(let index):
                    let stopped = ChildResult(
                        .aborted(error: nil, cause: nil), startTime: MapRunReplayTests.time,
                        stopTime: MapRunReplayTests.time)
                    apply(.childEnded(index, attempt: run.children.attempts(of: index), stopped))
                case .writeResults: apply(.resultsWritten(output: Document(["written": true])))
                case .ended(let outcome): outcomes.append(outcome)
                }
            }
        }

        private func result(_ index: Int) -> ChildResult {
            let isBad = Int(random.next() % 10) < failing
            let outcome: Outcome =
                isBad ? .failed(error: "Bad", cause: nil) : .succeeded(output: Document(.int(index)))
            return ChildResult(outcome, startTime: MapRunReplayTests.time, stopTime: MapRunReplayTests.time)
        }
    }

    private func again(_ world: World) throws -> MapRun {
        var run = MapRun(world.run.request, startTime: Self.time)
        for input in world.journal {
            let read = try #require(MapRunInput(json: try JSONValue(parsing: input.json.serialized())))
            _ = run.apply(read, at: Self.time)
        }
        return run
    }

    @Test(arguments: ["STANDARD", "EXPRESS"], 1...100)
    func aJournalGivesTheSameRun(_ type: String, _ seed: Int) throws {
        let fields = #","MaxConcurrency":3,"ToleratedFailurePercentage":20"#
        var world = World(
            run: MapRun(try request(fields, type: type), startTime: Self.time),
            random: SeededRandomness(seed: UInt64(seed)))
        world.failing = seed % 4
        world.apply(.start)
        try world.run()
        let outcome = try #require(world.run.outcome)
        #expect(world.outcomes == [outcome])
        #expect(world.mostAtOnce <= 3)
        #expect(try again(world).description == world.run.description)
        if case .succeeded(let output) = outcome {
            #expect(output.value.arrayValue?.count == 10)
            return
        }
        // Redriven until it succeeds: what had succeeded is not started again.
        let done = (0..<10).filter { world.run.children.state($0) == .succeeded }
        let before = world.started
        world.failing = 0
        world.apply(.redrive)
        try world.run()
        #expect(world.run.outcome?.status == "SUCCEEDED")
        #expect(world.run.redriveCount == 1)
        for index in done { #expect(world.started[index] == before[index]) }
        guard case .succeeded(let output)? = world.run.outcome else { return }
        #expect(output.value == .array((0..<10).map { .int($0) }))
        #expect(try again(world).description == world.run.description)
    }

    /// A crash after any commit: what is owed is asked for again, and the end is reached.
    @Test(arguments: ["STANDARD", "EXPRESS"], 1...60)
    func aCrashAnywhereLosesNothing(_ type: String, _ seed: Int) throws {
        var world = World(
            run: MapRun(try request(#","MaxConcurrency":4"#, type: type), startTime: Self.time),
            random: SeededRandomness(seed: UInt64(seed)))
        world.apply(.start)
        try world.run(steps: seed % 12)
        world.run = try again(world)
        world.owed = world.run.outstandingEffects
        try world.run()
        guard case .succeeded(let output)? = world.run.outcome else {
            Issue.record("\(String(describing: world.run.outcome))")
            return
        }
        #expect(output.value == .array((0..<10).map { .int($0) }))
        #expect(world.started.values.allSatisfy { $0 <= 2 })
    }

    @Test func aStopEndsTheChildrenThatRun() throws {
        var world = World(
            run: MapRun(try request(#","MaxConcurrency":4"#, type: "STANDARD"), startTime: Self.time),
            random: SeededRandomness(seed: 1))
        world.apply(.start)
        try world.run(steps: 1)
        world.owed.removeAll()
        world.apply(.stop)
        #expect(world.owed.count == 4)
        try world.run()
        #expect(world.run.outcome == .aborted)
        let counts = world.run.children.executionCounts(written: 0)
        #expect(counts["aborted"] == 4)
        #expect(counts["pending"] == 6)
    }
}
