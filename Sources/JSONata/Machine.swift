import Foundations
import JSONModel

/// One evaluation of one program: its budgets, the values bound from outside, and a tail call under way.
final class Machine {
    let environment: EvaluationEnvironment
    let dialect: Dialect
    /// When the evaluation began: read once, at the beginning where a time limit needs it, else when first asked.
    private(set) lazy var started = environment.clock.now
    let root: Value
    /// Bound from outside, by name.
    let bindings: [String: Value]
    /// The same by the program's numbers; `.unbound` where the caller bound nothing.
    private(set) var globals: [Value]

    private var depth = 0
    private let depthLimit: Int
    private var work = 0
    private var workChecked = 0
    private let stack = CallStack.current
    /// Set by a call in tail position, taken by the call that encloses it.
    var tailCall: TailCall?

    /// A search that came to its end: the next one of the same expression takes its buffers.
    var idleSearch: RegexSearch?

    struct TailCall {
        var function: any Callable
        var arguments: [Value]
        var position: Int
        var token: String?
    }

    init(
        _ dialect: Dialect, _ globalNames: [String], input: Value, bindings: [String: Value],
        environment: EvaluationEnvironment
    ) {
        self.environment = environment
        self.dialect = dialect
        root = input
        self.bindings = bindings
        globals = globalNames.isEmpty ? [] : globalNames.map { bindings[$0] ?? .unbound }
        depthLimit = environment.limits.depth
        if environment.limits.time != nil { _ = started }
    }

    /// What the caller bound: by the program's number, or by name in text that is compiled while it runs (-1).
    @inline(__always)
    func global(_ index: Int, _ name: String) -> Value {
        index >= 0 ? globals[index] : (bindings[name] ?? .unbound)
    }

    /// Evaluates a part: the one place that counts depth and work.
    @inline(__always)
    func run(_ node: any Node, _ input: Value, _ frame: Frame?) throws(JSONataError) -> Value {
        depth &+= 1
        work &+= 1
        if depth & 7 == 0 || depth > depthLimit { try checkDepth() }
        if work &- workChecked > 4096 { try checkWork() }
        let value = try node.evaluate(input, frame, self)
        depth &-= 1
        return value
    }

    /// Accounts for work that no `run` sees: elements made, bytes copied.
    @inline(__always)
    func charge(_ amount: Int) throws(JSONataError) {
        work &+= amount
        if work &- workChecked > 4096 { try checkWork() }
    }

    private func checkDepth() throws(JSONataError) {
        if depth > depthLimit || stack.isNearlyUsed { throw JSONataError(code: "D1011") }
    }

    private func checkWork() throws(JSONataError) {
        workChecked = work
        let limits = environment.limits
        if work > limits.work {
            throw JSONataError(
                code: "D1012", value: .int(limits.work), message: "Evaluation took more than \(limits.work) steps")
        }
        guard let time = limits.time, environment.clock.now - started > time else { return }
        let (seconds, attoseconds) = time.components
        throw JSONataError(code: "D1012", value: .int(Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)))
    }

    /// Refuses a sequence longer than the limits allow, before it is made.
    func admit(count: Int) throws(JSONataError) {
        let limit = environment.limits.sequence
        guard count <= limit else {
            throw JSONataError(code: "D2015", value: .int(count), value2: .int(limit))
        }
        try charge(count)
    }

    /// Refuses values nested so deep that freeing them could overflow the stack.
    func admit(_ value: Value) throws(JSONataError) -> Value {
        guard value.depth < 1_000 else { throw JSONataError(code: "D1011") }
        return value
    }
}

extension Machine {
    /// Calls `function`, and what it calls in tail position.
    func apply(
        _ function: any Callable, _ arguments: [Value], _ input: Value, _ frame: Frame?
    ) throws(JSONataError) -> Value {
        let result = try invoke(function, arguments, input, frame)
        return tailCall == nil ? result : try finishTailCalls(input, frame)
    }

    /// Makes the calls that were left to the caller.
    func finishTailCalls(_ input: Value, _ frame: Frame?) throws(JSONataError) -> Value {
        var result = Value.undefined
        while let next = tailCall {
            tailCall = nil
            do {
                result = try invoke(next.function, next.arguments, input, frame)
            } catch {
                throw error.placed(at: next.position, token: next.token)
            }
        }
        return result
    }

    private func invoke(
        _ function: any Callable, _ arguments: [Value], _ input: Value, _ frame: Frame?
    ) throws(JSONataError) -> Value {
        let checked = try function.signature?.validated(arguments, context: input) ?? arguments
        return try function.call(checked, CallSite(input: input, frame: frame, machine: self))
    }
}
