import Foundation
import Foundations
import JSONModel
import ServicePorts
import SQLiteStore

/// Watches an execution to its end: reads its history as it grows, shows it, and ends it when asked to.
struct RunFollower: Sendable {
    let session: any RunSession
    let display: any RunDisplay
    let showsLogs: Bool

    private static let interval = Duration.milliseconds(80)

    func follow(_ started: StartedExecution) async throws -> RunProgress {
        let interrupt = Interrupt {
            try? await stop(started)
        }
        defer { interrupt.cancel() }
        let told = Collected<ServiceEvent>()
        let listener = listen { told.add($0) }
        defer { listener?.cancel() }
        var progress = RunProgress()
        while true {
            try await take(&progress, started)
            for event in told.take() { take(event, &progress) }
            guard progress.outcome == nil else { break }
            try session.checkServer()
            display.tick(progress, now: session.clock.now)
            try await session.clock.sleep(for: Self.interval)
        }
        display.finish(progress, now: session.clock.now)
        return progress
    }

    private func take(_ progress: inout RunProgress, _ started: StartedExecution) async throws {
        while true {
            let events = try await session.store.events(
                started.arn, from: progress.lastEventID + 1, limit: 500, descending: false)
            for event in events.compactMap(\.objectValue) {
                guard let row = progress.apply(event) else { continue }
                display.changed(row, progress, now: session.clock.now)
            }
            guard events.count == 500 else { return }
        }
    }

    private func take(_ event: ServiceEvent, _ progress: inout RunProgress) {
        switch event.detailType {
        case "Etape Job Progress": _ = progress.apply(job: event.detail)
        case "Etape Job Log" where showsLogs: display.log(event.detail.string("text") ?? "")
        default: break
        }
    }

    private func listen(_ take: @escaping @Sendable (ServiceEvent) -> Void) -> Task<Void, Never>? {
        guard let stream = session.events?.subscribe() else { return nil }
        return Task {
            for await event in stream where event.source == "etape.glue" { take(event) }
        }
    }

    private func stop(_ started: StartedExecution) async throws {
        _ = try await session.invoker.call(
            "states", "StopExecution",
            ["executionArn": .string(started.arn), "error": "Interrupted", "cause": "Stopped from the keyboard."])
    }
}
