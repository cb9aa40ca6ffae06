import Foundations
import JSONModel
import Logging
import ServicePorts
import Synchronization

/// Brings lines to CloudWatch Logs in order, many at a time. A function does not wait for its log, and does not
/// fail where its log cannot be written (as on Lambda); the server's own log says so once per stream.
final class LogCourier: Sendable {
    struct Line {
        var context: CallContext
        var group: String
        var stream: String
        var text: String
        var time: Timestamp
    }

    private struct Target: Hashable {
        var context: CallContext
        var group: String
        var stream: String
    }

    private static let mostEvents = 10_000
    private static let mostBytes = 1_048_576
    private static let overhead = 26

    private struct State {
        var waiting: [Line] = []
        var made: Set<Target> = []
        var complained: Set<Target> = []
        var delivery: Task<Void, Never>?
    }

    private let invoker: any ServiceInvoker
    private let logger: Logger
    private let state = Mutex(State())

    init(invoker: any ServiceInvoker, logger: Logger) {
        self.invoker = invoker
        self.logger = logger
    }

    func post(_ line: Line) {
        state.withLock { state in
            state.waiting.append(line)
            if state.delivery == nil { state.delivery = Task { await self.deliver() } }
        }
    }

    /// Returns when all that was posted before has been delivered.
    func delivered() async { await state.withLock { $0.delivery }?.value }

    private func deliver() async {
        while let lines = take() {
            let targets = Dictionary(grouping: lines) {
                Target(context: $0.context, group: $0.group, stream: $0.stream)
            }
            for (target, lines) in targets { await send(lines, to: target) }
        }
    }

    /// What is waiting; nil, and the delivery ended, where nothing is.
    private func take() -> [Line]? {
        state.withLock { state in
            defer { state.waiting = [] }
            guard state.waiting.isEmpty else { return state.waiting }
            state.delivery = nil
            return nil
        }
    }

    private func send(_ lines: [Line], to target: Target) async {
        do {
            try await make(target)
            for batch in batches(of: lines) { try await put(batch, target) }
        } catch {
            guard state.withLock({ $0.complained.insert(target).inserted }) else { return }
            logger.warning(
                "A function's log cannot be written.",
                metadata: ["group": "\(target.group)", "stream": "\(target.stream)", "error": "\(error)"])
        }
    }

    private func make(_ target: Target) async throws(AWSError) {
        guard !state.withLock({ $0.made.contains(target) }) else { return }
        try await ensure("CreateLogGroup", ["logGroupName": .string(target.group)], target.context)
        try await ensure(
            "CreateLogStream", ["logGroupName": .string(target.group), "logStreamName": .string(target.stream)],
            target.context)
        state.withLock { _ = $0.made.insert(target) }
    }

    private func ensure(_ operation: String, _ input: JSONObject, _ context: CallContext) async throws(AWSError) {
        do {
            _ = try await invoker.call("logs", operation, input, context: context)
        } catch {
            guard error.code == "ResourceAlreadyExistsException" else { throw error }
        }
    }

    private func put(_ batch: [Line], _ target: Target) async throws(AWSError) {
        let events = batch.map { line -> JSONValue in
            ["timestamp": .int(Int(line.time.milliseconds)), "message": .string(line.text + "\n")]
        }
        let input: JSONObject = [
            "logGroupName": .string(target.group), "logStreamName": .string(target.stream), "logEvents": .array(events),
        ]
        _ = try await invoker.call("logs", "PutLogEvents", input, context: target.context)
    }

    private func batches(of lines: [Line]) -> [[Line]] {
        var batches: [[Line]] = []
        var bytes = Self.mostBytes
        for line in lines {
            let size = line.text.utf8.count + 1 + Self.overhead
            if bytes + size > Self.mostBytes || (batches.last?.count ?? 0) >= Self.mostEvents {
                batches.append([])
                bytes = 0
            }
            batches[batches.count - 1].append(line)
            bytes += size
        }
        return batches
    }
}
