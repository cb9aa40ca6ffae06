import Foundation
import Foundations
import JSONModel
import SQLiteStore
import ServicePorts
import StepFunctionsService

/// Times the engine in its own process, over a durable store: `bench-engine` prints `name<TAB>figure` lines.
///
///   chain   200 executions of 50 Pass states, all at once: state transitions a second
///   tasks   three no-op tasks after one another: start to end, milliseconds, median and 99 of 100
///   map     an inline Map over 10,000 items (with its quota of events lifted): items a second
///   memory  the most the process ever held, in megabytes
@main
struct BenchEngine {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bench-engine-" + SystemRandomness().uuid())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bench = try Bench(store: SQLiteStore(path: folder.appending(path: "s.sqlite").path))
        try await bench.chain(executions: 200, states: 50)
        try await bench.tasks(runs: 500)
        try await bench.map(items: 10_000)
        print("memory\t\(peakMegabytes())")
        await bench.states.shutDown()
    }

    private static func peakMegabytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0)
            / 1024
    }
}
