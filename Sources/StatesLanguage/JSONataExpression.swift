public import JSONata

/// A `{% … %}` string of a definition, compiled.
/// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
public struct JSONataExpression: Sendable {
    public let program: Program
    /// What stands between the marks, as AWS shows it.
    public var source: String { program.source }
    /// Where it stands in its state, as AWS names it in a cause: `Output/total`, `Choices[1]/Condition`.
    public let field: String
    /// Whether it may read `$states.context`, which is then made for it.
    public let usesContext: Bool
    /// Whether it reads `$states` at all.
    public let usesStates: Bool
    /// The names that workflow variables are looked up by, functions' among them: a variable takes precedence.
    public let names: [String]
    /// The workflow variables that it reads.
    let variables: Set<String>
    /// The members of `$states` that it reads by name.
    let statesMembers: Set<String>

    /// What stands between `{%` and `%}`; nil for text without both.
    static func source(of text: String) -> Substring? {
        guard text.hasPrefix("{%"), text.hasSuffix("%}"), text.utf8.count >= 4 else { return nil }
        return text.dropFirst(2).dropLast(2)
    }

    /// Whether the text begins or ends like an expression, and is then one or a mistake.
    static func resembles(_ text: String) -> Bool { text.hasPrefix("{%") || text.hasSuffix("%}") }

    /// `source` without the white space around it, as AWS shows it.
    init(_ source: String, field: String) throws(JSONataError) {
        program = try Program(compiling: source, dialect: .awsStepFunctions)
        self.field = field
        let read = program.variableReferences
        usesStates = read.contains("states")
        statesMembers = program.statesMembers
        usesContext = usesStates && (statesMembers.isEmpty || statesMembers.contains("context"))
        variables = read.subtracting(["states"])
        names = program.globalNames.filter { $0 != "states" }
    }
}
