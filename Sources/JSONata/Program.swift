public import Foundations
public import JSONModel

/// Which JSONata is meant.
public enum Dialect: Sendable, Hashable {
    /// The language of docs.jsonata.org, version 2.2.
    case standard
    /// What Step Functions evaluates: 2.0.6 without `$eval`, with `$partition`, `$range`, `$hash`, `$random(seed)`,
    /// `$uuid` and `$parse` (AWS Step Functions Developer Guide, "Transforming data with JSONata").
    case awsStepFunctions
}

/// Where time and randomness come from while an expression is evaluated, and how much it may use.
public struct EvaluationEnvironment: Sendable {
    public var clock: any TimeSource
    public var random: any RandomSource
    public var limits: EvaluationLimits

    public init(clock: any TimeSource, random: any RandomSource, limits: EvaluationLimits = EvaluationLimits()) {
        self.clock = clock
        self.random = random
        self.limits = limits
    }
}

/// How much an evaluation may use before it ends with an error.
public struct EvaluationLimits: Sendable, Hashable {
    /// Nested parts under evaluation (D1011). The thread's stack is a limit of its own.
    public var depth: Int
    /// Parts evaluated, elements made and bytes written (D1012).
    public var work: Int
    /// By the environment's clock (D1012); nil: no limit.
    public var time: Duration?
    /// Elements of one sequence (D2015).
    public var sequence: Int
    /// Steps of one search with a regular expression (D1012).
    public var regexSteps: Int

    public init(
        depth: Int = 20_000, work: Int = 500_000_000, time: Duration? = nil, sequence: Int = 10_000_000,
        regexSteps: Int = 20_000_000
    ) {
        self.depth = depth
        self.work = work
        self.time = time
        self.sequence = sequence
        self.regexSteps = regexSteps
    }

    /// What Step Functions allows. AWS documents no figures; these are measured on it and reported in public
    /// (github.com/floci-io/floci issue 2737, August 2026): evaluation ends at a depth near 100, and a sequence may have
    /// 873,782 numbers. No measurement of its time limit is known: five seconds are ours.
    public static let awsStepFunctions = EvaluationLimits(depth: 101, time: .seconds(5), sequence: 873_782)
}

/// A JSONata expression, compiled once and evaluated any number of times, from any task.
///
/// ```swift
/// let program = try Program(compiling: "items.(price * quantity)")
/// let totals = try program.evaluate(input: order, environment: environment)
/// ```
public struct Program: Sendable {
    let code: Code

    /// Throws the reference's `S…` errors, with position and token.
    public init(compiling source: String, dialect: Dialect = .standard) throws(JSONataError) {
        code = try Code(source, dialect)
    }

    /// The text it was compiled from.
    public var source: String { code.source }
    public var dialect: Dialect { code.dialect }

    /// What an expression comes to.
    public enum Outcome: Sendable, Hashable {
        case value(JSONValue)
        /// Nothing: a path that leads nowhere.
        case undefined
        /// A function, which JSON cannot hold.
        case function
    }

    /// The value for `input` as `$$`, with `bindings` as variables; nil for undefined.
    ///
    /// A function comes back as an empty string, as the reference prints it.
    public func evaluate(
        input: JSONValue?, bindings: [String: JSONValue] = [:], environment: EvaluationEnvironment
    ) throws(JSONataError) -> JSONValue? {
        try result(input, bindings, environment).json()
    }

    /// The same, with functions told from values.
    public func outcome(
        input: JSONValue?, bindings: [String: JSONValue] = [:], environment: EvaluationEnvironment
    ) throws(JSONataError) -> Outcome {
        let result = try result(input, bindings, environment)
        if result.isFunction { return .function }
        return try result.json().map(Outcome.value) ?? .undefined
    }

    private func result(
        _ input: JSONValue?, _ bindings: [String: JSONValue], _ environment: EvaluationEnvironment
    ) throws(JSONataError) -> Value {
        let root = input.map { Value($0) } ?? .undefined
        let lowered = try code.lowered()
        let machine = Machine(
            code.dialect, lowered.globalNames, input: root,
            bindings: bindings.isEmpty ? [:] : bindings.mapValues { Value($0) }, environment: environment)
        let frame = lowered.layout.count > 0 ? Frame(parent: nil, layout: lowered.layout) : nil
        var context = root
        if root.isArray { context = .sequence([root], .wrapsInput) }
        let result = try machine.run(lowered.body, context, frame)
        // AWS takes a number that JSON cannot write for null; elsewhere it is an error.
        if code.dialect == .awsStepFunctions, case .number(let number) = result, !number.isFinite { return .null }
        return result
    }

    /// The variables that the caller is to bind: read by the expression, neither bound in it nor built in. Without `$`.
    ///
    /// What `$eval` reads is known only when it runs.
    public var variableReferences: Set<String> { FreeVariables(of: code.expression, dialect: dialect).names }

    /// The members of `$states` that the expression reads by name: `input` for `$states.input.x`. Empty where `$states`
    /// is bound in the expression itself, and where it is read as a whole.
    public var statesMembers: Set<String> {
        FreeVariables(of: code.expression, dialect: dialect).members["states"] ?? []
    }

    /// Every name that is looked up outside the expression: the variables that the caller is to bind and the functions
    /// that it may replace.
    public var globalNames: [String] {
        // What compiled has no error left.
        (try? code.lowered())?.globalNames ?? []
    }

    /// The names, `$`, `$$` and wildcards that read the input itself rather than a variable or a path's step before.
    public var topLevelReferences: [String] { TopLevelReferences(of: code.expression).names }

    /// The expression, printed from its parse: parsing it again gives the same program.
    public var canonicalText: String { ExpressionPrinter.text(of: code.expression) }
}
