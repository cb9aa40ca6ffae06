import JSONModel

// Rules of Retry and Catch that can never fire. The first rule that matches an error is the one that counts.
extension Survey {
    private struct Rule {
        var names: [String]
        var location: String
        var attempts: Int?
    }

    func rules(of place: Place) -> [Diagnostic] {
        ["Retry", "Catch"].flatMap { field in
            let rules = rules(field, of: place)
            return (rules.indices.compactMap { covered($0, of: rules, field, place) } + idle(rules, field))
        }
    }

    private func rules(_ field: String, of place: Place) -> [Rule] {
        (place.object.array(field) ?? []).enumerated().compactMap { index, value in
            guard let rule = value.objectValue else { return nil }
            return Rule(
                names: rule.strings("ErrorEquals") ?? [], location: place.pointer(field) + "[\(index)]",
                attempts: rule.int("MaxAttempts"))
        }
    }

    private func covered(_ index: Int, of rules: [Rule], _ field: String, _ place: Place) -> Diagnostic? {
        let isTask = place.type == .task
        let rule = rules[index]
        let hidden = rule.names.filter { name in
            name != StatesError.all && earlier(index, rules, covering: name, ofTask: isTask) != nil
        }
        guard let first = hidden.first, let other = earlier(index, rules, covering: first, ofTask: isTask) else {
            return repeated(rule, field)
        }
        let whole = hidden.count == rule.names.count
        let names = hidden.joined(separator: ", ")
        return warning(
            "\(field.uppercased())_NEVER_FIRES",
            whole
                ? "This rule can never fire: \(field)[\(other)] comes first and covers \(names)"
                : "\(names) can never match here: \(field)[\(other)] comes first and covers it",
            at: rule.location + (whole ? "" : "/ErrorEquals"),
            hint: "Put the rule for \(names) before \(field)[\(other)], or remove it.")
    }

    private func earlier(_ index: Int, _ rules: [Rule], covering name: String, ofTask: Bool) -> Int? {
        (0..<index).first { StatesError.matches(rules[$0].names, error: name, ofTask: ofTask) }
    }

    private func repeated(_ rule: Rule, _ field: String) -> Diagnostic? {
        let double = Set(rule.names.filter { name in rule.names.count { $0 == name } > 1 }).sorted()
        guard !double.isEmpty else { return nil }
        return warning(
            "DUPLICATE_ERROR_NAME", "\(double.joined(separator: ", ")) is named twice in one rule",
            at: rule.location + "/ErrorEquals")
    }

    /// `MaxAttempts: 0` keeps errors from a later, wider rule; as the last rule it does nothing.
    private func idle(_ rules: [Rule], _ field: String) -> [Diagnostic] {
        guard field == "Retry", let last = rules.last, last.attempts == 0 else { return [] }
        return [
            warning(
                "RETRY_NEVER_FIRES",
                "MaxAttempts 0: this rule never retries, and there is no later rule that it could "
                    + "keep its errors from", at: last.location + "/MaxAttempts",
                hint: "Give it a MaxAttempts of 1 or more, or remove the rule.")
        ]
    }
}

// Names of errors that no state raises.
extension Survey {
    /// The names that begin with `States.` are the language's own.
    /// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    private static let predefined: Set<String> = [
        "States.ALL", "States.BranchFailed", "States.DataLimitExceeded", "States.ExceedToleratedFailureThreshold",
        "States.HeartbeatTimeout", "States.Http.Socket", "States.IntrinsicFailure", "States.ItemReaderFailed",
        "States.NoChoiceMatched", "States.ParameterPathFailure", "States.Permissions",
        "States.QueryEvaluationError", "States.ResultPathMatchFailure", "States.ResultWriterFailed",
        "States.Runtime", "States.TaskFailed", "States.Timeout",
    ]

    func errorNames(of place: Place) -> [Diagnostic] {
        ["Retry", "Catch"].flatMap { field in
            (place.object.array(field) ?? []).enumerated().flatMap { index, rule in
                (rule["ErrorEquals"]?.arrayValue ?? []).enumerated().compactMap { number, name in
                    errorName(name.stringValue ?? "", at: place.pointer(field) + "[\(index)]/ErrorEquals[\(number)]")
                }
            }
        }
    }

    private func errorName(_ name: String, at location: String) -> Diagnostic? {
        guard !Self.predefined.contains(name), !name.hasPrefix("States.Http.StatusCode.") else { return nil }
        let near = Spelling.nearest(to: name, among: Self.predefined)
        guard name.lowercased().hasPrefix("states.") || near != nil else { return nil }
        return warning(
            "UNKNOWN_ERROR_NAME", "No state raises the error '\(name)': names that begin with 'States.' are predefined",
            at: location, hint: near.map { "Did you mean '\($0)'?" })
    }
}

// Choices without a way out, and names of resources that are not there.
extension Survey {
    func choices(of place: Place) -> [Diagnostic] {
        guard place.type == .choice, place.object["Default"] == nil, let rules = place.object.array("Choices"),
            !isExhaustive(rules.compactMap(\.objectValue))
        else { return [] }
        return [
            warning(
                "NO_DEFAULT",
                "Without a Default, an input that no rule matches fails the execution with "
                    + "States.NoChoiceMatched", at: place.location, hint: "Add a Default with the name of a state.")
        ]
    }

    /// A test of a type or of presence with both answers, or a condition that always holds.
    private func isExhaustive(_ rules: [JSONObject]) -> Bool {
        if rules.contains(where: { $0["Condition"] == true || $0["Condition"] == "{% true %}" }) { return true }
        let tests = Set(
            rules.flatMap { rule in
                rule.filter { $0.key.hasPrefix("Is") }.map {
                    [rule.string("Variable") ?? "", $0.key, $0.value.serialized()]
                }
            })
        return tests.contains { $0[2] == "true" && tests.contains([$0[0], $0[1], "false"]) }
    }

    func names(of place: Place) -> [Diagnostic] {
        guard place.type == .task,
            case .integration(let integration)? = place.object.string("Resource").flatMap(
                TaskResource.init)
        else { return place.type == .task ? directFunction(place) : [] }
        let field = place.language == .jsonata ? "Arguments" : "Parameters"
        let parameters = place.object.object(field) ?? [:]
        switch (integration.service, integration.action) {
        case ("glue", "startJobRun"), ("aws-sdk:glue", "startJobRun"):
            return unknown(
                "Glue job", parameters.string("JobName"), resources.jobs, at: place.pointer(field) + "/JobName")
        case ("lambda", "invoke"), ("aws-sdk:lambda", "invoke"):
            return unknown(
                "Lambda function", parameters.string("FunctionName").map(Self.functionName), resources.functions,
                at: place.pointer(field) + "/FunctionName")
        default: return []
        }
    }

    private func directFunction(_ place: Place) -> [Diagnostic] {
        guard case .function(let arn)? = place.object.string("Resource").flatMap(TaskResource.init) else { return [] }
        return unknown(
            "Lambda function", Self.functionName(arn), resources.functions, at: place.pointer("Resource"))
    }

    /// Of an ARN, with or without a version, or a name.
    private static func functionName(_ text: String) -> String {
        guard let mark = text.firstRange(of: ":function:") else { return text }
        return String(text[mark.upperBound...].prefix { $0 != ":" })
    }

    private func unknown(_ kind: String, _ name: String?, _ known: Set<String>?, at location: String) -> [Diagnostic] {
        guard let name, let known, !known.contains(name), !name.hasPrefix("{%"), !name.contains("${") else { return [] }
        let near = Spelling.nearest(to: name, among: known.sorted())
        return [
            warning(
                "UNKNOWN_RESOURCE", "The template has no \(kind) '\(name)'", at: location,
                hint: near.map { "Did you mean '\($0)'?" })
        ]
    }
}
