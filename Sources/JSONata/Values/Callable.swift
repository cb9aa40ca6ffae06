/// What can be called: built-in functions, lambdas, partial applications, regular expressions.
protocol Callable: AnyObject {
    /// How many parameters it declares.
    var arity: Int { get }
    var signature: Signature? { get }
    /// How deep closures are nested in it.
    var depth: UInt16 { get }
    /// The call itself, its arguments checked.
    func call(_ arguments: [Value], _ site: CallSite) throws(JSONataError) -> Value
}

/// Where a call stands: the context value, the caller's names, the machine.
struct CallSite {
    let input: Value
    let frame: Frame?
    let machine: Machine
}

extension Callable {
    var depth: UInt16 { 0 }
}

/// A built-in function.
final class Native: Callable, Sendable {
    typealias Body = @Sendable ([Value], CallSite) throws(JSONataError) -> Value

    let name: String
    let arity: Int
    let signature: Signature?
    let body: Body

    init(_ name: String, arity: Int, signature: Signature?, _ body: @escaping Body) {
        self.name = name
        self.arity = arity
        self.signature = signature
        self.body = body
    }

    func call(_ arguments: [Value], _ site: CallSite) throws(JSONataError) -> Value { try body(arguments, site) }
}

/// `function($x) { … }` with the names and the context that stood around it.
final class Lambda: Callable {
    let code: LambdaNode
    let input: Value
    let frame: Frame?
    let depth: UInt16

    init(code: LambdaNode, input: Value, frame: Frame?) {
        self.code = code
        self.input = input
        self.frame = frame
        depth = max(frame?.depth ?? 0, input.depth) + 1
    }

    var arity: Int { code.parameterCount }
    var signature: Signature? { code.signature }

    func call(_ arguments: [Value], _ site: CallSite) throws(JSONataError) -> Value {
        guard code.layout.count > 0 else { return try site.machine.run(code.body, input, frame) }
        let frame = Frame(parent: frame, layout: code.layout)
        for slot in 0..<code.parameterCount {
            frame.bind(slot, slot < arguments.count ? arguments[slot] : .undefined)
        }
        return try site.machine.run(code.body, input, frame)
    }
}

/// `f(?, 1)`: the missing arguments come with the call.
final class PartialApplication: Callable {
    let function: any Callable
    /// nil: to come.
    let arguments: [Value?]
    let depth: UInt16

    init(_ function: any Callable, _ arguments: [Value?]) {
        self.function = function
        self.arguments = arguments
        depth = max(function.depth, arguments.reduce(0) { max($0, $1?.depth ?? 0) }) + 1
    }

    var arity: Int { arguments.count { $0 == nil } }
    var signature: Signature? { nil }

    func call(_ given: [Value], _ site: CallSite) throws(JSONataError) -> Value {
        var position = 0
        var all: [Value] = []
        for argument in arguments {
            if let argument {
                all.append(argument)
            } else {
                all.append(position < given.count ? given[position] : .undefined)
                position += 1
            }
        }
        return try site.machine.apply(function, all, site.input, site.frame)
    }
}

/// `f ~> g`: a function that calls `f`, then `g` with its result.
final class Composition: Callable {
    let first: any Callable
    let second: any Callable
    let depth: UInt16

    init(_ first: any Callable, _ second: any Callable) {
        self.first = first
        self.second = second
        depth = max(first.depth, second.depth) + 1
    }

    var arity: Int { 1 }
    var signature: Signature? { nil }

    func call(_ arguments: [Value], _ site: CallSite) throws(JSONataError) -> Value {
        let argument = arguments.first ?? .undefined
        let middle = try site.machine.apply(first, [argument], .null, nil)
        return try site.machine.apply(second, [middle], .null, nil)
    }
}
