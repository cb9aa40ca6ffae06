public import Foundations
public import ServicePorts

/// Runs Glue's script jobs on real Spark (pyspark 3.5), and its shell jobs on plain Python.
///
/// A JVM is kept warm and serves one run after the other; each run has a Python process and a Spark context of its
/// own. Runs at the same time have JVMs of their own. After a run that failed or was stopped, its JVM ends too.
/// Everything dies with this process, whatever ends it.
public actor SparkRuntime: JobEngine {
    let configuration: SparkConfiguration
    private let clock: any TimeSource
    private var idle: [SparkHost] = []
    private var living: [ObjectIdentifier: SparkHost] = [:]
    private var isOpen = true

    public init(_ configuration: SparkConfiguration, clock: any TimeSource) {
        self.configuration = configuration
        self.clock = clock
    }

    /// Starts a host that waits for the first run. Without it, the first run starts one.
    public func start() async { await keepSpare() }

    /// Ends all hosts, running ones too, and returns when they are gone.
    public func shutDown() async {
        isOpen = false
        idle = []
        let hosts = Array(living.values)
        for host in hosts { host.stop() }
        for host in hosts { await host.ended() }
    }

    public func run(
        _ request: JobRequest, events: @escaping @Sendable (JobEvent) -> Void
    ) async throws -> JobResult {
        guard isOpen else { return .stopped }
        switch request.kind {
        case .spark: return try await runOnSpark(request, events: events)
        case .shell: return try await runInShell(request, events: events)
        }
    }

    private func runOnSpark(
        _ request: JobRequest, events: @escaping @Sendable (JobEvent) -> Void
    ) async throws -> JobResult {
        let host = await take()
        if configuration.spareWhileBusy { await keepSpare() }
        let ending = await host.run(document(request), events: events)
        if case .ended(nil, true) = ending, await host.runs < configuration.runsPerHost, !Task.isCancelled, isOpen {
            idle.append(host)
            await trim()
        } else {
            host.stop()
            await host.ended()
            if !Self.failedToStart(ending) { await keepSpare() }
        }
        return try result(ending)
    }

    private func runInShell(
        _ request: JobRequest, events: @escaping @Sendable (JobEvent) -> Void
    ) async throws -> JobResult {
        let host = await launch("shell")
        let ending = await host.run(document(request), events: events)
        host.stop()
        await host.ended()
        return try result(ending)
    }

    private func result(_ ending: SparkHost.Ending) throws -> JobResult {
        switch ending {
        case .ended(nil, _): return .succeeded
        case .ended(let message?, _): return Task.isCancelled ? .stopped : .failed(message)
        case .died(let reason, let started):
            if Task.isCancelled || !isOpen { return .stopped }
            guard started else { throw SparkUnavailable(description: reason) }
            return .failed("The job's driver ended: \(reason)")
        }
    }

    private static func failedToStart(_ ending: SparkHost.Ending) -> Bool {
        if case .died(_, started: false) = ending { true } else { false }
    }
}

// MARK: - Hosts

extension SparkRuntime {
    private func take() async -> SparkHost {
        while let host = idle.popLast() {
            if await host.isAlive { return host }
        }
        return await launch("spark")
    }

    private func keepSpare() async {
        guard isOpen, idle.isEmpty else { return }
        idle.append(await launch("spark"))
    }

    /// One idle host is enough; of several, the one that ran last has the warmest code.
    private func trim() async {
        while idle.count > 1 {
            let host = idle.removeFirst()
            host.stop()
        }
    }

    private func launch(_ kind: String) async -> SparkHost {
        let host = SparkHost(HostProcess(configuration: configuration, kind: kind, clock: clock))
        living[ObjectIdentifier(host)] = host
        await host.start { await self.forget($0) }
        return host
    }

    private func forget(_ host: SparkHost) async {
        living[ObjectIdentifier(host)] = nil
        guard let place = idle.firstIndex(where: { $0 === host }) else { return }
        idle.remove(at: place)
        // A spare that ended on its own is replaced, unless it never came up: then the next run says why.
        if await host.isReady { await keepSpare() }
    }
}
