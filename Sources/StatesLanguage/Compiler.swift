import JSONModel

/// What the definition is checked for besides the language.
public struct CompilerOptions: Sendable {
    /// Express machines have no activities, `.sync` and `.waitForTaskToken`.
    public var isExpress: Bool

    public init(isExpress: Bool = false) { self.isExpress = isExpress }
}

extension StateMachine {
    /// Compiles a definition's text, or says everything that is wrong with it.
    public convenience init(
        definition text: String, options: CompilerOptions = CompilerOptions()
    ) throws(InvalidDefinition) {
        var compiler = Compiler(options: options)
        let machine = compiler.compile(text)
        guard let machine, !compiler.hasErrors else { throw InvalidDefinition(diagnostics: compiler.diagnostics) }
        self.init(
            comment: machine.comment, timeoutSeconds: machine.timeoutSeconds, root: machine.root,
            references: compiler.references)
    }

    /// All findings about a definition, errors first.
    public static func diagnostics(of text: String, options: CompilerOptions = CompilerOptions()) -> [Diagnostic] {
        var compiler = Compiler(options: options)
        _ = compiler.compile(text)
        return compiler.diagnostics.filter { $0.severity == .error }
            + compiler.diagnostics.filter { $0.severity != .error }
    }
}

/// Turns a definition into a ``StateMachine``, collecting findings as it goes.
struct Compiler {
    var options: CompilerOptions
    var diagnostics: [Diagnostic] = []
    /// State name → where it was first defined: names are unique in the whole machine.
    var names: [String: String] = [:]
    /// The state that is being compiled, and which variables each state's expressions read.
    var currentState: String?
    var currentType: StateType?
    /// The language of the state that is being compiled.
    var language = QueryLanguage.jsonPath
    var references: [String: Set<String>] = [:]
    /// The language of states that name none.
    var machineLanguage = QueryLanguage.jsonPath

    init(options: CompilerOptions) { self.options = options }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    mutating func compile(_ text: String) -> StateMachine? {
        guard let value = try? JSONValue(parsing: text), case .object(let object) = value else {
            report("Definition must be a valid JSON object", at: nil)
            return nil
        }
        let fields = Fields(object, at: "")
        machineLanguage = compileQueryLanguage(fields) ?? .jsonPath
        language = machineLanguage
        let block = compileBlock(
            fields, allowed: ["Comment", "Version", "TimeoutSeconds", "QueryLanguage", "StartAt", "States"])
        if let version = fields.string("Version", &self), version != "1.0" {
            report("Version must be '1.0'", at: fields.pointer("Version"))
        }
        let timeout = fields.positiveInteger("TimeoutSeconds", &self)
        let comment = fields.string("Comment", &self)
        return block.map { StateMachine(comment: comment, timeoutSeconds: timeout, root: $0, references: references) }
    }

    mutating func report(
        _ message: String, code: String = "SCHEMA_VALIDATION_FAILED", severity: Diagnostic.Severity = .error,
        at location: String?
    ) {
        let location = location.map { $0.isEmpty ? "/" : $0 }
        diagnostics.append(Diagnostic(severity, code: code, message: message, location: location))
    }

    /// `QueryLanguage` of a machine or a state; nil where it names none.
    mutating func compileQueryLanguage(_ fields: Fields) -> QueryLanguage? {
        guard let name = fields.string("QueryLanguage", &self) else { return nil }
        guard let language = QueryLanguage(rawValue: name) else {
            report("QueryLanguage must be 'JSONPath' or 'JSONata'", at: fields.pointer("QueryLanguage"))
            return nil
        }
        return language
    }

    /// A state's own language; a machine in JSONata has no states in JSONPath.
    mutating func compileStateLanguage(_ fields: Fields) -> QueryLanguage {
        guard let own = compileQueryLanguage(fields) else { return machineLanguage }
        if own == .jsonPath, machineLanguage == .jsonata {
            report(
                "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
                at: fields.location)
        }
        return own
    }
}
