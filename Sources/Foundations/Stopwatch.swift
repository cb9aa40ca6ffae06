/// Elapsed time for measurements, finer than a `TimeSource`'s milliseconds. Nothing that runs a project depends on it.
public struct Stopwatch: Sendable {
    private let begun = ContinuousClock.now

    public init() {}

    public var seconds: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - begun).components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// Microseconds that the work takes: the best of five rounds, each of at least a fifth of a second.
    public static func microseconds(_ work: () throws -> Void) rethrows -> Double {
        var best = Double.infinity
        for _ in 0..<5 {
            var count = 0
            let watch = Stopwatch()
            repeat {
                // Reading the clock costs as much as the shortest work.
                for _ in 0..<(count < 100 ? 1 : 100) {
                    try work()
                    count += 1
                }
            } while watch.seconds < 0.2
            best = min(best, watch.seconds * 1e6 / Double(count))
        }
        return best
    }
}
