/// When a failed delivery is tried again: SNS's four phases (developer guide, "Message delivery retries").
public struct RetrySchedule: Sendable, Hashable {
    public enum Backoff: String, Sendable { case linear, arithmetic, geometric, exponential }

    /// Retries without a delay.
    public var immediate: Int
    /// Retries after ``shortest`` each.
    public var early: Int
    /// Retries whose delays grow from ``shortest`` to ``longest``.
    public var growing: Int
    /// Retries after ``longest`` each.
    public var late: Int
    public var shortest: Duration
    public var longest: Duration
    public var backoff: Backoff

    public init(
        immediate: Int = 0, early: Int = 0, growing: Int = 0, late: Int = 0, shortest: Duration, longest: Duration,
        backoff: Backoff = .exponential
    ) {
        self.immediate = immediate
        self.early = early
        self.growing = growing
        self.late = late
        self.shortest = shortest
        self.longest = longest
        self.backoff = backoff
    }

    /// Three retries a second apart, then 2, 4, 8, 16, 32 and 60 seconds, then ten a minute apart: 19 in 12 minutes.
    public static let standard = RetrySchedule(
        early: 3, growing: 6, late: 10, shortest: .seconds(1), longest: .seconds(60))

    /// AWS's for HTTP and HTTPS: three, 20 seconds apart.
    public static let http = RetrySchedule(growing: 3, shortest: .seconds(20), longest: .seconds(20), backoff: .linear)

    /// All retries.
    public var count: Int { immediate + early + growing + late }

    /// The delay before retry `number` (from 0); nil where there is none any more.
    public func delay(beforeRetry number: Int) -> Duration? {
        if number < immediate { return .zero }
        if number < immediate + early { return shortest }
        let step = number - immediate - early
        if step < growing { return growth(step + 1) }
        return number < count ? longest : nil
    }

    /// The delay of step `step` of `growing` (from 1). AWS names the functions and gives no formulas: these are the
    /// straight line, the sum of growing steps, the constant ratio, and doubling.
    private func growth(_ step: Int) -> Duration {
        let part = Double(step) / Double(growing)
        let delay =
            switch backoff {
            case .linear: shortest + (longest - shortest) * part
            case .arithmetic: shortest + (longest - shortest) * (part * (part + 1) / 2)
            case .geometric: between(part)
            case .exponential: step < 30 ? shortest * (1 << step) : longest
            }
        return min(delay, longest)
    }

    /// Between the two by constant ratios, built from square roots: `shortest · (longest / shortest)^part`.
    private func between(_ part: Double) -> Duration {
        var (low, high) = (shortest / .seconds(1), longest / .seconds(1))
        var (from, to) = (0.0, 1.0)
        while to - from > 0x1p-20 {
            let (middle, value) = ((from + to) / 2, (low * high).squareRoot())
            if part >= middle { (from, low) = (middle, value) } else { (to, high) = (middle, value) }
        }
        return .seconds(low)
    }
}
