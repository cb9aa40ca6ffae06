import Foundation
import Foundations
import JSONModel
import ServicePorts
import SparkRuntime
import Synchronization
import Testing

/// A folder with buckets and runs, and a runtime over it.
final class SparkBench: Sendable {
    let folder: String
    let runtime: SparkRuntime
    private static let counter = Mutex(0)

    /// `make test` installs the runtime; without it these tests fail, with this line.
    static func python() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/root"
        let cache = environment["ETAPE_CACHE"] ?? (environment["XDG_CACHE_HOME"] ?? home + "/.cache") + "/etape"
        let python = cache + "/python/bin/python3"
        try #require(FileManager.default.isExecutableFile(atPath: python), "the Python runtime is not installed")
        return python
    }

    static var packages: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path + "/Runtimes/glue-python"
    }

    init(runsPerHost: Int = 20) throws {
        let number = Self.counter.withLock {
            $0 += 1
            return $0
        }
        folder = FileManager.default.temporaryDirectory.path + "/etape-spark-tests-\(getpid())-\(number)"
        try FileManager.default.createDirectory(atPath: folder + "/buckets/lake", withIntermediateDirectories: true)
        let inherited = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "JAVA_HOME"].contains($0.key) }
        runtime = SparkRuntime(
            SparkConfiguration(
                python: try Self.python(), packages: [Self.packages], buckets: folder + "/buckets", cores: 2,
                memory: 1024, runsPerHost: runsPerHost, warmUp: false, environment: inherited),
            clock: SystemClock())
    }

    func end() async {
        await runtime.shutDown()
        try? FileManager.default.removeItem(atPath: folder)
    }

    struct Report: Sendable {
        var result: JobResult?
        var out = ""
        var err = ""
        var started = 0
        var progress: [JSONObject] = []
    }

    func request(_ script: String, kind: JobKind = .spark, _ name: String) throws -> JobRequest {
        let place = folder + "/runs/" + name
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try script.write(toFile: place + "/job.py", atomically: true, encoding: .utf8)
        return JobRequest(
            jobName: "job", runID: name, kind: kind, script: place + "/job.py", arguments: ["--KEY", "a b"],
            environment: ["MARK": "visible"], folder: place)
    }

    /// Runs a script; `said` gets each event.
    func run(
        _ script: String, kind: JobKind = .spark, _ name: String = "run", properties: [String: String] = [:],
        said: @escaping @Sendable (JobEvent) -> Void = { _ in }
    ) async throws -> Report {
        var request = try request(script, kind: kind, name)
        request.sparkProperties = properties
        let report = Mutex(Report())
        let result = try await runtime.run(request) { event in
            report.withLock { Self.note(event, in: &$0) }
            said(event)
        }
        return report.withLock {
            $0.result = result
            return $0
        }
    }

    private static func note(_ event: JobEvent, in report: inout Report) {
        switch event {
        case .started: report.started += 1
        case .log(.out, let bytes): report.out += String(decoding: bytes, as: UTF8.self)
        case .log(.err, let bytes): report.err += String(decoding: bytes, as: UTF8.self)
        case .progress(let totals): report.progress.append(totals)
        }
    }

    func files() -> [String] {
        (FileManager.default.enumerator(atPath: folder + "/buckets")?.allObjects ?? []).compactMap { $0 as? String }
    }
}
