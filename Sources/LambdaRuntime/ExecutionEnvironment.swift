import Foundations
import JSONModel
import ServicePorts

/// One execution environment: a process that runs one invocation after another.
/// What follows what is ``RuntimeConversation``'s; this actor carries it out.
actor ExecutionEnvironment {
    /// What `next` is answered with.
    struct Delivery {
        var invocation: FunctionInvocation
        var headers: [(String, String)]
    }

    private static let tailLength = 4096

    nonisolated let function: FunctionDefinition
    nonisolated let token: String
    nonisolated let logStream: String
    nonisolated let courier: LogCourier
    let clock: any TimeSource
    private let traceID: String

    var conversation: RuntimeConversation
    var splitter: OutputSplitter
    private var tail: [UInt8] = []
    var poller: CheckedContinuation<Delivery?, Never>?
    private var caller: CheckedContinuation<FunctionOutcome, any Error>?
    private var watch: Task<Void, Never>?
    var kill: (@Sendable () -> Void)?
    var isEnding = false
    /// Why there is no process.
    var failure: AWSError?

    init(function: FunctionDefinition, courier: LogCourier, clock: any TimeSource, random: any RandomSource) {
        let now = clock.now
        self.function = function
        self.courier = courier
        self.clock = clock
        token = random.hexadecimal(words: 2)
        logStream = Self.logStream(at: now, id: random.hexadecimal(words: 2))
        let time = String(now.milliseconds / 1000, radix: 16)
        traceID =
            "Root=1-\(time)-\(random.hexadecimal(words: 2).prefix(24));Parent=\(random.hexadecimal(words: 1));Sampled=0"
        conversation = RuntimeConversation(function: function, startedAt: now)
        splitter = OutputSplitter(token: token)
    }

    /// False when it has ended or is about to.
    var isUsable: Bool { !isEnding && conversation.isUsable }

    /// Runs one invocation; there is no other in hand.
    func run(_ invocation: FunctionInvocation) async throws -> FunctionOutcome {
        if let failure { throw failure }
        guard isUsable else { throw EnvironmentEnded() }
        tail = []
        return try await withCheckedThrowingContinuation { continuation in
            caller = continuation
            perform(conversation.assign(invocation, at: clock.now))
        }
    }

    /// Kills the process and all of its group. What it had in hand is answered as an exit.
    func end() {
        isEnding = true
        kill?()
    }

    /// Answers the invocation in hand with an error of the server's.
    func abandon(_ error: AWSError) {
        watch?.cancel()
        caller?.resume(throwing: error)
        caller = nil
    }

    func perform(_ actions: [RuntimeConversation.Action]) {
        for action in actions {
            switch action {
            case .deliver(let invocation, let deadline): deliver(invocation, deadline)
            case .watch(let deadline, let requestID): startWatch(deadline, requestID)
            case .log(let line): log(line)
            case .complete(let payload, let error): complete(payload, error)
            case .end: end()
            }
        }
    }

    private func deliver(_ invocation: FunctionInvocation, _ deadline: Timestamp) {
        var headers = [
            ("Content-Type", "application/json"), ("Lambda-Runtime-Aws-Request-Id", invocation.requestID),
            ("Lambda-Runtime-Deadline-Ms", String(deadline.milliseconds)),
            ("Lambda-Runtime-Invoked-Function-Arn", function.arn), ("Lambda-Runtime-Trace-Id", traceID),
        ]
        if let context = invocation.clientContext { headers.append(("Lambda-Runtime-Client-Context", context)) }
        poller?.resume(returning: Delivery(invocation: invocation, headers: headers))
        poller = nil
    }

    private func startWatch(_ deadline: Timestamp, _ requestID: String) {
        watch?.cancel()
        watch = Task { [clock] in
            guard (try? await clock.sleep(until: deadline)) != nil else { return }
            self.perform(self.conversation.deadlinePassed(requestID, at: clock.now))
        }
    }

    private func complete(_ payload: [UInt8], _ error: String?) {
        watch?.cancel()
        watch = nil
        caller?.resume(returning: FunctionOutcome(payload: payload, error: error, logTail: tail))
        caller = nil
    }

    func log(_ text: String) {
        tail.append(contentsOf: text.utf8)
        tail.append(UInt8(ascii: "\n"))
        if tail.count > Self.tailLength { tail.removeFirst(tail.count - Self.tailLength) }
        courier.post(
            LogCourier.Line(
                context: function.context, group: function.logGroup, stream: logStream, text: text, time: clock.now))
    }
}
