import JSONModel

/// What may be meant or done about a finding of the compiler.
struct Hints {
    let definition: JSONValue

    func hint(for finding: Diagnostic) -> String? {
        switch finding.code {
        case "MISSING_TRANSITION_TARGET": target(finding)
        case "MISSING_END_STATE": "Give a last state \"End\": true, or let one be of type Succeed or Fail."
        case "DUPLICATE_STATE_NAME":
            "Names of states are unique in the whole machine, branches and processors included."
        default: schema(finding)
        }
    }

    /// What a finding is about: the object at its place, or around it.
    private func object(_ finding: Diagnostic) -> JSONObject? {
        var pointer = finding.pointer(in: definition)
        while true {
            if let object = definition.value(at: pointer)?.objectValue { return object }
            guard let mark = pointer.lastIndex(of: "/") else { return nil }
            pointer = String(pointer[..<mark])
        }
    }

    private func target(_ finding: Diagnostic) -> String? {
        if finding.message.hasSuffix("is not reachable.") {
            return "Name it in the Next, Default or Catch of another state, or remove it."
        }
        guard let mark = finding.message.firstRange(of: "target: ") else {
            return "Add \"End\": true, or \"Next\" with the name of the state that follows."
        }
        let name = String(finding.message[mark.upperBound...])
        let names = siblings(of: finding.pointer(in: definition))
        if let near = Spelling.nearest(to: name, among: names) { return "Did you mean '\(near)'?" }
        guard !names.isEmpty else { return nil }
        return "The states here are: " + names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " …" : ".")
    }

    /// The names of the states in the block of a place.
    private func siblings(of pointer: String) -> [String] {
        var block = pointer
        if let states = block.ranges(of: "/States/").last {
            block = String(block[..<states.lowerBound])
        } else if let mark = block.lastIndex(of: "/") {
            block = String(block[..<mark])
        }
        return definition.value(at: block)?["States"]?.objectValue?.keys ?? []
    }

    private func schema(_ finding: Diagnostic) -> String? {
        let message = finding.message
        if message.hasPrefix("Field '"), let name = message.split(separator: "'").dropFirst().first {
            return field(String(name), finding)
        }
        if message.hasPrefix("These fields are required: ["), let object = object(finding) {
            let missing = message.dropFirst(28).prefix { $0 != "]" }.split(separator: ", ").map(String.init)
            let near = missing.compactMap { name in Spelling.nearest(to: name, among: object.keys).map { ($0, name) } }
            return near.first.map { "'\($0.0)' may be meant as '\($0.1)'." }
        }
        if message.hasPrefix("State 'Type'") {
            let type = object(finding)?.string("Type") ?? ""
            let near = Spelling.nearest(to: type, among: StateType.allCases.map(\.rawValue))
            return near.map { "Did you mean '\($0)'?" }
        }
        if message.hasPrefix("The resource provided") { return resource(finding) }
        return syntax(message)
    }

    private func syntax(_ message: String) -> String? {
        switch message {
        case "Value is not a valid JSONPath":
            "A path begins with $ (the input), $$ (the Context object) or $name (a variable)."
        case "Value is not a Reference Path": "A Reference Path names one place: no *, .., filters or slices."
        case "Definition must be a valid JSON object": "A definition is one JSON object with StartAt and States."
        case "Only one of the fields 'Next' and 'End' can be set": "Remove End, or remove Next."
        case "States.ALL must appear alone": "Give States.ALL a rule of its own, after the others."
        case "States.ALL must appear in the last rule only": "Move the rule with States.ALL to the end."
        default:
            message.hasPrefix("The QueryLanguage is set to")
                ? "Set \"QueryLanguage\" on the state, or use the field's form in its language." : nil
        }
    }

    private func field(_ name: String, _ finding: Diagnostic) -> String? {
        guard let object = object(finding) else { return nil }
        var names: [String] = ["StartAt", "States", "Comment", "Version", "TimeoutSeconds", "QueryLanguage"]
        if let type = object.string("Type").flatMap(StateType.init(rawValue:)) {
            names = QueryLanguage.allCases.flatMap { type.fields(in: $0) }.sorted()
        } else if object["ErrorEquals"] != nil {
            names = [
                "ErrorEquals", "Next", "ResultPath", "Output", "Assign", "IntervalSeconds", "MaxAttempts",
                "BackoffRate",
                "MaxDelaySeconds", "JitterStrategy",
            ]
        }
        return Spelling.nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
    }

    private func resource(_ finding: Diagnostic) -> String? {
        guard let text = definition.value(at: finding.pointer(in: definition))?.stringValue else { return nil }
        let prefix = "arn:aws:states:::"
        let known = Integration.optimizedResources.map { prefix + $0 }
        if let near = Spelling.nearest(to: text, among: known) { return "Did you mean '\(near)'?" }
        guard text.hasPrefix(prefix) else { return nil }
        let service = text.dropFirst(prefix.count).prefix { $0 != ":" }
        let own = known.filter { $0.hasPrefix(prefix + service + ":") }
        return own.isEmpty
            ? nil
            : "Of \(service) there are: "
                + own.map { String($0.dropFirst(prefix.count)) }
                .joined(separator: ", ") + "."
    }
}
