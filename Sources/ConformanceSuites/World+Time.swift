import EngineTestKit
import Foundations
import JSONModel
import ServicePorts
import Synchronization

/// Time passes only where nothing happens of itself: a wait of a year costs as much as one of a second.
extension World {
    /// Until nothing goes on any more but waiting for the clock. Each round follows the store's writer once through its
    /// queue, so that commits under way are done.
    func settle() async {
        var before = -1
        while before != commits.value {
            before = commits.value
            for _ in 0..<4 {
                try? await store.put(CallContext().key("conformance", "turn", "now"), .int(before))
                for _ in 0..<20 { await Task.yield() }
            }
        }
    }

    /// Lets an execution go on until it ends, waits for somebody, or the clock would pass `deadline`.
    /// `act`: what somebody outside does where the execution waits; true where something was done.
    func follow(_ arn: String, until deadline: Timestamp, act: () async -> Bool = { false }) async throws {
        while try await isRunning(arn) {
            await settle()
            guard try await isRunning(arn) else { return }
            if await act() { continue }
            if try await answers(arn) { continue }
            guard let next = clock.nextDeadline, next <= deadline else { return }
            clock.advance(to: next)
        }
    }

    /// Whether something happened while a call of a task was under way, which takes its time without waiting for the
    /// clock. A poll for an activity's task is answered by others, or by time.
    private func answers(_ arn: String) async throws -> Bool {
        let before = commits.value
        for _ in 0..<1_000 where try await hasCallUnderWay(arn) {
            await settle()
            if commits.value != before { return true }
        }
        return commits.value != before
    }

    private func hasCallUnderWay(_ arn: String) async throws -> Bool {
        let events = try await history(arn)
        let followed = Set(events.compactMap { $0.int("previousEventId") })
        return events.contains { event in
            let type = event.string("type") ?? ""
            return (type == "TaskStarted" || type == "LambdaFunctionStarted")
                && !followed.contains(event.int("id") ?? 0)
                && event["taskStartedEventDetails"]?["resource"] != "getActivityTask"
        }
    }

    func isRunning(_ arn: String) async throws -> Bool {
        try await call("DescribeExecution", ["executionArn": .string(arn)]).string("status") == "RUNNING"
    }

    /// A call that answers only when something has happened: time passes until it does.
    func answer(_ operation: String, _ input: JSONObject) async throws -> JSONObject {
        let answered = Mutex(false)
        let work = Task {
            defer { answered.withLock { $0 = true } }
            return try await call(operation, input)
        }
        while !answered.withLock({ $0 }) {
            await settle()
            guard !answered.withLock({ $0 }), let next = clock.nextDeadline else { continue }
            clock.advance(to: next)
        }
        return try await work.value
    }
}
