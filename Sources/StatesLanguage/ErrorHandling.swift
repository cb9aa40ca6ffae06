/// One rule of `Retry`.
/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
public struct Retrier: Sendable {
    public var errorEquals: [String]
    /// Before the first retry.
    public var intervalSeconds: Int = 1
    /// 0 for never.
    public var maxAttempts: Int = 3
    public var backoffRate: Double = 2
    public var maxDelaySeconds: Int?
    /// `JitterStrategy` FULL: each delay is drawn from 0 to its full length.
    public var hasFullJitter = false

    /// Seconds before retry number `attempt`, from 0, without jitter.
    public func delay(attempt: Int) -> Double {
        var delay = Double(intervalSeconds)
        for _ in 0..<attempt {
            delay *= backoffRate
            if let maxDelaySeconds, delay >= Double(maxDelaySeconds) { return Double(maxDelaySeconds) }
            if delay > Self.longestDelay { return Self.longestDelay }
        }
        return maxDelaySeconds.map { min(delay, Double($0)) } ?? delay
    }

    /// One year: no execution lasts longer.
    private static let longestDelay = 31_536_000.0
}

/// One rule of `Catch`.
public struct Catcher: Sendable {
    public var errorEquals: [String]
    /// Position in the same block.
    public var next: Int
    public var resultPath: ResultPath = .replace
    public var assign: Template?
    /// `Output`, in JSONata.
    public var output: Template?
}

/// The names of errors that the language itself raises.
/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
public enum StatesError {
    public static let all = "States.ALL"
    public static let taskFailed = "States.TaskFailed"
    public static let timeout = "States.Timeout"
    public static let heartbeatTimeout = "States.HeartbeatTimeout"
    public static let runtime = "States.Runtime"
    public static let dataLimitExceeded = "States.DataLimitExceeded"
    public static let noChoiceMatched = "States.NoChoiceMatched"
    public static let branchFailed = "States.BranchFailed"
    public static let intrinsicFailure = "States.IntrinsicFailure"
    public static let parameterPathFailure = "States.ParameterPathFailure"
    public static let resultPathMatchFailure = "States.ResultPathMatchFailure"
    public static let queryEvaluationError = "States.QueryEvaluationError"
    public static let permissions = "States.Permissions"

    /// Whether a rule's `ErrorEquals` covers an error. `States.ALL` leaves out `States.DataLimitExceeded` and
    /// `States.Runtime`; `States.TaskFailed` covers every error of a task but `States.Timeout`.
    public static func matches(_ errorEquals: [String], error: String, ofTask: Bool) -> Bool {
        for name in errorEquals {
            if name == error { return true }
            if name == all, error != dataLimitExceeded, error != runtime { return true }
            if name == taskFailed, ofTask, error != timeout, error != dataLimitExceeded, error != runtime {
                return true
            }
            if name == timeout, error == heartbeatTimeout { return true }
        }
        return false
    }
}
