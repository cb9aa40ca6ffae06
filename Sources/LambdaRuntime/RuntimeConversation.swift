import Foundations
import JSONModel
import ServicePorts

/// What is said between the server and one environment's process: a state machine without I/O.
/// Each method takes what happened and returns what is to be done, in order.
///
/// Follows "Using the Lambda runtime API" (version 2018-06-01) and "Understanding the Lambda execution
/// environment lifecycle" of Lambda's developer guide.
struct RuntimeConversation {
    enum Action: Hashable {
        /// Answer the waiting `next` with this invocation.
        case deliver(FunctionInvocation, deadline: Timestamp)
        /// Watch the time of the invocation in hand; replaces an earlier watch.
        case watch(until: Timestamp, requestID: String)
        case log(String)
        /// The invocation in hand is over; its log is complete.
        case complete(payload: [UInt8], error: String?)
        /// End the process.
        case end
    }

    enum Answer: Hashable {
        case response([UInt8])
        case error([UInt8])
        /// The handler's response exceeds ``largestResponse``.
        case tooLarge
    }

    enum Exit: Hashable {
        case exited(Int)
        case signaled(Int)
    }

    private struct Work {
        var invocation: FunctionInvocation
        var delivered: Timestamp?
        var answer: Answer?
        var isFenced = false
    }

    /// Bytes; "Invocation payload (request and response)" of Lambda's quotas, as its error message gives it.
    static let largestResponse = 6_291_556
    /// Lambda gives the init phase 10 seconds, and starts it again within the function's timeout.
    static let initAllowance = Duration.seconds(10)

    private let function: FunctionDefinition
    private let started: Timestamp
    private var work: Work?
    private var isPolling = false
    private var ready: Timestamp?
    private var isInitReported = false
    private var peakMemory: Int?
    private var exit: Exit?
    private var hasWorked = false

    init(function: FunctionDefinition, startedAt started: Timestamp) {
        self.function = function
        self.started = started
    }

    /// Whether it can take an invocation. Where the process ends before its first, that is what comes of the first:
    /// else a function that cannot start would be started for ever.
    var isUsable: Bool { exit == nil || !hasWorked }

    /// Gives the environment its next invocation; it has none in hand.
    mutating func assign(_ invocation: FunctionInvocation, at now: Timestamp) -> [Action] {
        work = Work(invocation: invocation)
        hasWorked = true
        if let exit { return exited(exit, at: now) }
        if isPolling { return deliver(at: now) }
        let allowance = ready == nil ? Self.initAllowance : .zero
        return [.watch(until: now + allowance + timeout, requestID: invocation.requestID)]
    }

    /// The process asks for its next invocation. False: it has one in hand and asks out of turn.
    mutating func polled(at now: Timestamp) -> (accepted: Bool, actions: [Action]) {
        if ready == nil { ready = now }
        // An answered invocation may still wait for the rest of its output.
        guard let work, work.answer == nil else {
            isPolling = true
            return (true, [])
        }
        guard work.delivered == nil else { return (false, []) }
        return (true, deliver(at: now))
    }

    /// The process posts what came of `requestID`. False: that is not the invocation in hand.
    mutating func answered(_ requestID: String, _ answer: Answer, at now: Timestamp) -> (Bool, [Action]) {
        guard let work, work.invocation.requestID == requestID, work.delivered != nil, work.answer == nil else {
            return (false, [])
        }
        self.work?.answer = answer
        return (true, completeIfDone(at: now))
    }

    /// The process could not initialize; it ends now.
    mutating func initFailed(_ document: [UInt8], at now: Timestamp) -> (Bool, [Action]) {
        guard work != nil, ready == nil else { return (false, []) }
        work?.answer = .error(document)
        return (true, completeIfDone(at: now))
    }

    /// All output of the invocation in hand has been read.
    mutating func fenced(peakMemory: Int, at now: Timestamp) -> [Action] {
        self.peakMemory = peakMemory
        work?.isFenced = true
        return completeIfDone(at: now)
    }

    mutating func deadlinePassed(_ requestID: String, at now: Timestamp) -> [Action] {
        guard work?.invocation.requestID == requestID else { return [] }
        let text = "\(now.iso8601) \(requestID) Task timed out after \(function.timeout).00 seconds"
        return finish(
            payload: document(["errorMessage": .string(text)]), error: true, lines: [text, ""], status: "timeout",
            at: now) + [.end]
    }

    mutating func exited(_ exit: Exit, at now: Timestamp) -> [Action] {
        self.exit = exit
        isPolling = false
        guard let work else { return [] }
        if work.answer != nil {
            self.work?.isFenced = true
            return completeIfDone(at: now)
        }
        let text = "RequestId: \(work.invocation.requestID) Error: \(exit.text)"
        return finish(
            payload: document(["errorType": "Runtime.ExitError", "errorMessage": .string(text)]), error: true,
            lines: [text, "Runtime.ExitError"], status: "error\tError Type: Runtime.ExitError", at: now)
    }
}

extension RuntimeConversation {
    private var timeout: Duration { .seconds(function.timeout) }

    private mutating func deliver(at now: Timestamp) -> [Action] {
        guard let invocation = work?.invocation else { return [] }
        isPolling = false
        work?.delivered = now
        let deadline = now + timeout
        return [
            .log(startLine(invocation)), .watch(until: deadline, requestID: invocation.requestID),
            .deliver(invocation, deadline: deadline),
        ]
    }

    private mutating func completeIfDone(at now: Timestamp) -> [Action] {
        guard let work, work.isFenced, let answer = work.answer else { return [] }
        switch answer {
        case .response(let payload): return finish(payload: payload, error: false, at: now)
        case .error(let payload):
            let actions = finish(payload: payload, error: true, at: now)
            // An environment that could not initialize takes no more work.
            return ready == nil ? actions + [.end] : actions
        case .tooLarge:
            let text = "Response payload size exceeded maximum allowed payload size (\(Self.largestResponse) bytes)."
            let payload = document(["errorType": "Function.ResponseSizeTooLarge", "errorMessage": .string(text)])
            return finish(payload: payload, error: true, lines: [text], at: now) + [.end]
        }
    }

    private mutating func finish(
        payload: [UInt8], error: Bool, lines: [String] = [], status: String? = nil, at now: Timestamp
    ) -> [Action] {
        guard let work else { return [] }
        let start = work.delivered == nil ? [Action.log(startLine(work.invocation))] : []
        let end = Action.log("END RequestId: \(work.invocation.requestID)")
        let report = Action.log(report(of: work, status: status, at: now))
        self.work = nil
        return start + lines.map(Action.log) + [
            end, report, .complete(payload: payload, error: error ? "Unhandled" : nil),
        ]
    }

    private func startLine(_ invocation: FunctionInvocation) -> String {
        "START RequestId: \(invocation.requestID) Version: $LATEST"
    }

    private mutating func report(of work: Work, status: String?, at now: Timestamp) -> String {
        let duration = now.milliseconds - (work.delivered ?? started).milliseconds
        var parts = [
            "REPORT RequestId: \(work.invocation.requestID)", "Duration: \(duration).00 ms",
            "Billed Duration: \(max(duration, 1)) ms", "Memory Size: \(function.memorySize) MB",
        ]
        if let peakMemory { parts.append("Max Memory Used: \((peakMemory + 1023) / 1024) MB") }
        if let ready, !isInitReported {
            isInitReported = true
            parts.append("Init Duration: \(ready.milliseconds - started.milliseconds).00 ms")
        }
        if let status { parts.append("Status: \(status)") }
        return parts.joined(separator: "\t") + "\t"
    }

    private func document(_ members: JSONObject) -> [UInt8] { JSONValue.object(members).serializedBytes() }
}

extension RuntimeConversation.Exit {
    /// As Lambda words it.
    var text: String {
        switch self {
        case .exited(0): "Runtime exited without providing a reason"
        case .exited(let code): "Runtime exited with error: exit status \(code)"
        case .signaled(let signal): "Runtime exited with error: signal: \(Self.signalNames[signal] ?? String(signal))"
        }
    }

    private static let signalNames = [
        4: "illegal instruction", 6: "aborted", 8: "floating point exception", 9: "killed", 11: "segmentation fault",
        13: "broken pipe", 15: "terminated",
    ]
}
