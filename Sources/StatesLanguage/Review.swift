import JSONModel

/// What is known of the world that a definition names, to check its names against.
public struct KnownResources: Sendable {
    /// Names of Glue jobs; nil where they are not known.
    public var jobs: Set<String>?
    /// Names of Lambda functions; nil where they are not known.
    public var functions: Set<String>?

    public init(jobs: Set<String>? = nil, functions: Set<String>? = nil) {
        self.jobs = jobs
        self.functions = functions
    }
}

extension StateMachine {
    /// All that AWS refuses in a definition, and, as warnings, what AWS accepts and is most likely a mistake; each with
    /// a hint where one is known. Errors first, both in the order of the definition.
    public static func review(
        of text: String, options: CompilerOptions = CompilerOptions(),
        knowing resources: KnownResources = KnownResources()
    ) -> [Diagnostic] {
        var compiler = Compiler(options: options)
        _ = compiler.compile(text)
        guard let definition = (try? JSONValue(parsing: text))?.objectValue else { return compiler.diagnostics }
        let survey = Survey(of: definition, references: compiler.references, resources: resources)
        let known = compiler.diagnostics.filter { $0.severity == .warning }
        let errors = compiler.diagnostics.filter { $0.severity == .error }.map { finding in
            var finding = finding
            finding.hint = finding.hint ?? Hints(definition: .object(definition)).hint(for: finding)
            return finding
        }
        return errors + known + survey.warnings()
    }
}

/// A definition laid out for looking at its states one by one, whatever is wrong with it.
struct Survey {
    struct Block {
        var location: String
        var object: JSONObject
        /// The state that runs it; nil for the machine.
        var owner: Int?
        var states: [Int] = []
    }

    struct Place {
        var name: String
        var object: JSONObject
        var location: String
        var block: Int
        var language: QueryLanguage

        var type: StateType? { object.string("Type").flatMap(StateType.init(rawValue:)) }
        func pointer(_ field: String) -> String { location + "/" + JSONPointer.escaped(field) }
    }

    private(set) var blocks: [Block] = []
    private(set) var places: [Place] = []
    /// The variables that each state's expressions read.
    let references: [String: Set<String>]
    let resources: KnownResources

    init(of definition: JSONObject, references: [String: Set<String>], resources: KnownResources) {
        self.references = references
        self.resources = resources
        let language = definition.string("QueryLanguage").flatMap(QueryLanguage.init(rawValue:)) ?? .jsonPath
        add(definition, at: "", owner: nil, language)
    }

    private mutating func add(_ object: JSONObject, at location: String, owner: Int?, _ language: QueryLanguage) {
        let block = blocks.count
        blocks.append(Block(location: location, object: object, owner: owner))
        for (name, value) in object.object("States") ?? [:] {
            guard case .object(let state) = value else { continue }
            let own = state.string("QueryLanguage").flatMap(QueryLanguage.init(rawValue:)) ?? language
            let place = Place(
                name: name, object: state, location: location + "/States/" + JSONPointer.escaped(name), block: block,
                language: own)
            let index = places.count
            places.append(place)
            blocks[block].states.append(index)
            for (field, inner) in Self.inner(state) {
                add(inner, at: place.location + "/" + field, owner: index, language)
            }
        }
    }

    private static func inner(_ state: JSONObject) -> [(String, JSONObject)] {
        var inner: [(String, JSONObject)] = []
        for (index, branch) in (state.array("Branches") ?? []).enumerated() {
            if let object = branch.objectValue { inner.append(("Branches[\(index)]", object)) }
        }
        for field in ["ItemProcessor", "Iterator"] {
            if let object = state.object(field) { inner.append((field, object)) }
        }
        return inner
    }

    /// The state of that name in a block.
    func state(_ name: String, in block: Int) -> Int? { blocks[block].states.first { places[$0].name == name } }

    func warnings() -> [Diagnostic] {
        var found: [Diagnostic] = []
        for place in places {
            found += rules(of: place) + errorNames(of: place) + choices(of: place) + names(of: place)
        }
        return found + literalPaths() + variables()
    }

    func warning(_ code: String, _ message: String, at location: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(.warning, code: code, message: message, location: location, hint: hint)
    }
}
