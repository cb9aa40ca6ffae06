#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where time comes from. The live one is `SystemClock`; tests have one that they advance by hand.
public protocol TimeSource: Sendable {
    var now: Timestamp { get }
    /// Returns at `deadline` or later; throws `CancellationError` when its task is cancelled before.
    func sleep(until deadline: Timestamp) async throws
}

extension TimeSource {
    public func sleep(for duration: Duration) async throws { try await sleep(until: now + duration) }
}

/// The machine's clock: the one place that reads it and the one that sleeps.
public struct SystemClock: TimeSource {
    public init() {}

    public var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    public func sleep(until deadline: Timestamp) async throws {
        // In bounded steps, so that a step of the civil clock is noticed.
        while true {
            let left = deadline - now
            guard left > .zero else { return }
            try await Task.sleep(for: min(left, .seconds(60)))
        }
    }
}
