/// Elapsed time for measurements, finer than a `TimeSource`'s milliseconds. Nothing that runs a project depends on it.
public struct Stopwatch: Sendable {
    private let begun = ContinuousClock.now

    public init() {}

    public var seconds: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - begun).components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
