import JSONModel

/// `function($x, …) { … }`.
final class LambdaNode: Node {
    let parameterCount: Int
    let layout: Layout
    let signature: Signature?
    let body: any Node

    /// Nothing checks its arguments, and there are some.
    var isPlain: Bool { signature == nil && layout.count > 0 }

    init(parameterCount: Int, layout: Layout, signature: Signature?, body: any Node) {
        self.parameterCount = parameterCount
        self.layout = layout
        self.signature = signature
        self.body = body
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        try machine.admit(.function(Lambda(code: self, input: input, frame: frame)))
    }
}

/// `f(a, b)`.
final class CallNode: SequenceNode {
    let function: any Node
    let arguments: [any Node]
    let position: Int
    let name: String?
    /// For `sum(…)`: `$sum`, which may have been meant.
    let suggestion: (any Node)?

    init(_ function: any Node, _ arguments: [any Node], position: Int, name: String?, suggestion: (any Node)?) {
        self.function = function
        self.arguments = arguments
        self.position = position
        self.name = name
        self.suggestion = suggestion
    }

    func evaluateSequence(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        try call(with: nil, input, frame, machine)
    }

    /// The call, with a first argument from `~>` where there is one.
    func call(
        with first: Value?, _ input: Value, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> Value {
        let callee = try callee(input, frame, machine, code: "T1005")
        if case .function(let function) = callee, let lambda = function as? Lambda, lambda.code.isPlain {
            return try enter(lambda, with: first, input, frame, machine)
        }
        let values = try values(with: first, input, frame, machine)
        do {
            return try machine.apply(try Self.callable(callee), values, input, frame)
        } catch {
            throw error.placed(at: position, token: name)
        }
    }

    /// A lambda without signature: its arguments go to its frame at once.
    private func enter(
        _ lambda: Lambda, with first: Value?, _ input: Value, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> Value {
        let inner = Frame(parent: lambda.frame, layout: lambda.code.layout)
        let offset = first == nil ? 0 : 1
        if let first, lambda.code.parameterCount > 0 { inner.bind(0, first) }
        for index in arguments.indices {
            let value = try machine.run(arguments[index], input, frame)
            if index + offset < lambda.code.parameterCount { inner.bind(index + offset, value) }
        }
        inner.bindMissing(upTo: lambda.code.parameterCount)
        do {
            let result = try machine.run(lambda.code.body, lambda.input, inner)
            return machine.tailCall == nil ? result : try machine.finishTailCalls(input, frame)
        } catch {
            throw error.placed(at: position, token: name)
        }
    }

    func values(
        with first: Value?, _ input: Value, _ frame: Frame?, _ machine: Machine
    ) throws(JSONataError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(arguments.count + 1)
        if let first { values.append(first) }
        for argument in arguments { values.append(try machine.run(argument, input, frame)) }
        return values
    }

    func callee(
        _ input: Value, _ frame: Frame?, _ machine: Machine, code: String
    ) throws(JSONataError) -> Value {
        let callee = try machine.run(function, input, frame)
        if callee.isUndefined, let suggestion, try !machine.run(suggestion, input, frame).isUndefined {
            throw JSONataError(code: code, position: position, token: name)
        }
        return callee
    }

    static func callable(_ value: Value, code: String = "T1006") throws(JSONataError) -> any Callable {
        guard case .function(let function) = value else { throw JSONataError(code: code) }
        return function
    }
}

/// A call as the last thing that a lambda does: left to the caller, so that recursion needs no stack.
final class TailCallNode: Node {
    let call: CallNode
    init(_ call: CallNode) { self.call = call }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let callee = try call.callee(input, frame, machine, code: "T1005")
        let values = try call.values(with: nil, input, frame, machine)
        guard case .function(let function) = callee else {
            throw JSONataError(code: "T1006", position: call.position, token: call.name)
        }
        machine.tailCall = Machine.TailCall(
            function: function, arguments: values, position: call.position, token: call.name)
        return .undefined
    }
}

/// `f(?, b)`.
final class PartialNode: Node {
    let call: CallNode
    /// nil: `?`.
    let arguments: [(any Node)?]

    init(_ function: any Node, _ arguments: [(any Node)?], position: Int, name: String?, suggestion: (any Node)?) {
        call = CallNode(function, [], position: position, name: name, suggestion: suggestion)
        self.arguments = arguments
    }

    func evaluate(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        var values: [Value?] = []
        for argument in arguments {
            if let argument { values.append(try machine.run(argument, input, frame)) } else { values.append(nil) }
        }
        let callee = try call.callee(input, frame, machine, code: "T1007")
        guard case .function(let function) = callee else {
            throw JSONataError(code: "T1008", position: call.position, token: call.name)
        }
        return try machine.admit(.function(PartialApplication(function, values)))
    }
}

/// `value ~> f(…)`: a call with the value as first argument.
final class ApplyCallNode: SequenceNode {
    let argument: any Node
    let call: CallNode

    init(_ argument: any Node, _ call: CallNode) {
        self.argument = argument
        self.call = call
    }

    func evaluateSequence(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let value = try machine.run(argument, input, frame)
        return try call.call(with: value, input, frame, machine)
    }
}

/// `value ~> f`, and `f ~> g`: their composition.
final class ApplyNode: SequenceNode {
    let argument: any Node
    let function: any Node
    let position: Int

    init(_ argument: any Node, _ function: any Node, position: Int) {
        self.argument = argument
        self.function = function
        self.position = position
    }

    func evaluateSequence(_ input: Value, _ frame: Frame?, _ machine: Machine) throws(JSONataError) -> Value {
        let value = try machine.run(argument, input, frame)
        let callee = try machine.run(function, input, frame)
        guard case .function(let next) = callee else {
            throw JSONataError(code: "T2006", position: position, token: "~>", value: callee.evidence)
        }
        if case .function(let first) = value { return try machine.admit(.function(Composition(first, next))) }
        return try machine.apply(next, [value], .null, nil)
    }
}
