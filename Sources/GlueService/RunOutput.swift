import Foundations
import JSONModel
import ServicePorts
import Synchronization

/// What a run says, on its way to the logs service and to whoever watches.
///
/// The engine's events are taken without waiting; one task works on all that have gathered since it last looked.
final class RunOutput: Sendable {
    /// Events that nobody has looked at yet.
    private final class Box: Sendable {
        private let events = Mutex<[JobEvent]>([])
        func add(_ event: JobEvent) { events.withLock { $0.append(event) } }
        func take() -> [JobEvent] {
            events.withLock { events in
                defer { events = [] }
                return events
            }
        }
    }

    private let box: Box
    private let bell: AsyncStream<Void>.Continuation
    private let worker: Task<String?, Never>

    /// `started` is called once, when the script's first line is about to run.
    init(
        record: JobRunRecord, invoker: any ServiceInvoker, events: any EventBus, clock: any TimeSource,
        started: @escaping @Sendable () async -> Void
    ) {
        let box = Box()
        let (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.box = box
        self.bell = bell
        worker = Task {
            var log = RunLog(record: record, invoker: invoker, events: events, clock: clock)
            for await _ in rings { await log.take(box.take(), started: started) }
            await log.take(box.take(), started: started)
            await log.finish()
            return log.trouble
        }
    }

    func receive(_ event: JobEvent) {
        box.add(event)
        bell.yield()
    }

    /// Returns when everything is written; answers why something could not be.
    func finish() async -> String? {
        bell.finish()
        return await worker.value
    }
}
