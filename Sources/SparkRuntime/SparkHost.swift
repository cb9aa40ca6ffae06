import Foundations
import JSONModel
import ServicePorts

/// A host: one process group that executes one run at a time. Its JVM is shared by its runs, one after the other.
actor SparkHost {
    /// How a run on this host ended.
    enum Ending: Sendable {
        case ended(message: String?, reusable: Bool)
        /// The host went, with what is known of the reason. `started`: whether the script had begun.
        case died(String, started: Bool)
    }

    private struct Current {
        var events: @Sendable (JobEvent) -> Void
        var ending: CheckedContinuation<Ending, Never>
        var started = false
    }

    private let process: HostProcess
    private let commands: AsyncStream<[UInt8]>
    private let input: AsyncStream<[UInt8]>.Continuation
    private var current: Current?
    private var reason = ""
    private var life: Task<Void, Never>?
    private(set) var isAlive = true
    /// Whether its JVM has come up.
    private(set) var isReady = false
    private(set) var runs = 0

    init(_ process: HostProcess) {
        self.process = process
        (commands, input) = AsyncStream.makeStream(of: [UInt8].self)
    }

    /// Starts the process. `ended` is called once it is gone.
    func start(ended: @escaping @Sendable (SparkHost) async -> Void) {
        guard life == nil else { return }
        life = Task { [process, commands] in
            do {
                let tail = try await process.live(commands) { await self.receive($0) }
                self.die(tail)
            } catch {
                self.die("\(error)")
            }
            await ended(self)
        }
    }

    /// Executes a run. Cancelling the task ends the host; it is gone when this returns.
    func run(_ document: JSONObject, events: @escaping @Sendable (JobEvent) -> Void) async -> Ending {
        guard isAlive else { return .died(reason, started: false) }
        runs += 1
        let line = JSONValue.object(["run": .object(document)]).serializedBytes() + [UInt8(ascii: "\n")]
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                current = Current(events: events, ending: continuation)
                input.yield(line)
            }
        } onCancel: {
            stop()
        }
    }

    /// Lets the host end itself and everything it started.
    nonisolated func stop() { input.finish() }

    /// Returns when the process is gone.
    func ended() async { await life?.value }

    private func receive(_ message: HostMessage) {
        switch message {
        case .ready: isReady = true
        case .event(let event):
            if case .started = event { current?.started = true }
            current?.events(event)
        case .ended(let message, let reusable): finish(.ended(message: message, reusable: reusable))
        case .broken(let message): reason = message
        }
    }

    private func die(_ tail: String) {
        isAlive = false
        input.finish()
        if reason.isEmpty { reason = Self.lastLines(tail) }
        finish(.died(reason, started: current?.started ?? false))
    }

    private func finish(_ ending: Ending) {
        let ended = current
        current = nil
        ended?.ending.resume(returning: ending)
    }

    private static func lastLines(_ text: String) -> String {
        text.split(separator: "\n").suffix(3).joined(separator: " ")
    }
}
