/// How a state fared in an execution, for colouring.
public struct StateStatus: Sendable, Hashable {
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        case succeeded, failed, running, aborted
        /// It failed, and its Catch took over.
        case caught
    }

    public var phase: Phase
    /// Attempts after the first.
    public var retries: Int

    public init(_ phase: Phase, retries: Int = 0) {
        self.phase = phase
        self.retries = retries
    }
}
