import JSONModel

extension Compiler {
    /// A `StartAt` with its `States`; nil where it has findings that leave nothing to compile.
    mutating func compileBlock(_ fields: Fields, allowed: Set<String>) -> StatesBlock? {
        fields.refuseUnknown(allowed, &self)
        let missing = ["StartAt", "States"].filter { fields[$0] == nil }
        guard missing.isEmpty else {
            report("These fields are required: [\(missing.joined(separator: ", "))]", at: fields.location)
            return nil
        }
        guard let startAt = fields.string("StartAt", &self), let states = fields.object("States", &self) else {
            return nil
        }
        guard !states.isEmpty else {
            report("Value cannot be empty", at: fields.pointer("States"))
            return nil
        }
        let scope = BlockScope(names: states.keys, location: fields.pointer("States"))
        let compiled = states.map { compileState(name: $0.key, value: $0.value, in: scope) }
        guard let start = scope.positions[startAt] else {
            report(
                "Missing 'StartAt' target: \(startAt)", code: "MISSING_TRANSITION_TARGET",
                at: fields.pointer("StartAt"))
            return nil
        }
        let block = compiled.compactMap { $0 }
        guard block.count == compiled.count else {
            checkEnd(of: states)
            return nil
        }
        checkFlow(of: block, from: start, in: scope)
        return StatesBlock(startAt: start, states: block)
    }

    private mutating func compileState(name: String, value: JSONValue, in scope: BlockScope) -> State? {
        let location = scope.location + "/" + JSONPointer.escaped(name)
        if name.unicodeScalars.count > 80 {
            report("State name is longer than 80 characters", at: location)
        }
        if let first = names.updateValue(location, forKey: name) {
            report(
                "Duplicate State name: \(name) at \(first) and \(location)", code: "DUPLICATE_STATE_NAME", at: location)
        }
        guard case .object(let object) = value else {
            report("Expected value of type Object", at: location)
            return nil
        }
        let fields = Fields(object, at: location)
        guard let typeName = object["Type"] else {
            report("These fields are required: [Type]", at: location)
            return nil
        }
        guard let type = typeName.stringValue.flatMap(StateType.init(rawValue:)) else {
            report(
                "State 'Type' must be one of: [\(StateType.allCases.map(\.rawValue).joined(separator: ", "))]",
                at: location + "/Type")
            return nil
        }
        return compileState(name: name, type: type, fields, in: scope)
    }

    private mutating func compileState(name: String, type: StateType, _ fields: Fields, in scope: BlockScope) -> State?
    {
        let outer = (currentState, currentType, language)
        defer { (currentState, currentType, language) = outer }
        currentState = name
        currentType = type
        language = compileStateLanguage(fields)
        fields.refuseUnknown(type.fields(in: language), &self)
        _ = fields.string("Comment", &self)
        let flow = compileDataFlow(fields, of: type)
        let transition =
            type == .choice || type == .fail || type == .succeed ? nil : compileTransition(fields, in: scope)
        let retriers = compileRetriers(fields)
        let catchers = compileCatchers(fields, in: scope)
        guard let kind = compileKind(type, fields, in: scope) else { return nil }
        return State(
            name: name, queryLanguage: language, flow: flow, kind: kind,
            transition: type == .succeed ? .end : transition, retriers: retriers, catchers: catchers)
    }

    private mutating func compileKind(_ type: StateType, _ fields: Fields, in scope: BlockScope) -> StateKind? {
        switch type {
        case .pass: return .pass(result: fields["Result"])
        case .succeed: return .succeed
        case .task: return compileTask(fields).map(StateKind.task)
        case .choice: return compileChoice(fields, in: scope).map(StateKind.choice)
        case .wait: return compileWait(fields).map(StateKind.wait)
        case .fail: return .fail(compileFail(fields))
        case .parallel: return compileBranches(fields).map(StateKind.parallel)
        case .map: return compileMap(fields).map(StateKind.map)
        }
    }

    private mutating func compileTransition(_ fields: Fields, in scope: BlockScope) -> Transition? {
        switch (fields["Next"], fields["End"]) {
        case (.some, .some):
            report("Only one of the fields 'Next' and 'End' can be set", at: fields.location)
            return nil
        case (.some, nil):
            guard let name = fields.string("Next", &self) else { return nil }
            return position(of: name, field: "Next", at: fields.pointer("Next"), in: scope).map(Transition.next)
        case (nil, .bool(true)?): return .end
        case (nil, .some):
            report("The value of field 'End' must be true", at: fields.pointer("End"))
            return nil
        case (nil, nil):
            report("Missing 'Next' or 'End'", code: "MISSING_TRANSITION_TARGET", at: fields.location)
            return nil
        }
    }

    mutating func position(of name: String, field: String, at location: String, in scope: BlockScope) -> Int? {
        if let position = scope.positions[name] { return position }
        report("Missing 'Next' target: \(name)", code: "MISSING_TRANSITION_TARGET", at: location)
        return nil
    }

    private mutating func compileBranches(_ fields: Fields) -> [StatesBlock]? {
        guard let branches = fields.array("Branches", required: true, &self) else { return nil }
        guard !branches.isEmpty else {
            report("Value cannot be empty", at: fields.pointer("Branches"))
            return nil
        }
        var blocks: [StatesBlock?] = []
        for (index, branch) in branches.enumerated() {
            let location = fields.pointer("Branches") + "[\(index)]"
            guard case .object(let object) = branch else {
                report("Expected value of type Object", at: location)
                continue
            }
            blocks.append(
                compileBlock(
                    Fields(object, at: location), allowed: ["Comment", "StartAt", "States", "QueryLanguage"]))
        }
        let compiled = blocks.compactMap { $0 }
        return compiled.count == branches.count ? compiled : nil
    }
}

/// The states among which a block's transitions find their targets.
struct BlockScope {
    let positions: [String: Int]
    let location: String

    init(names: [String], location: String) {
        positions = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
        self.location = location
    }
}

extension StateType {
    /// The fields that a state of this type may have.
    func fields(in language: QueryLanguage) -> Set<String> {
        fields.filter { QueryLanguage.only($0) ?? language == language }
    }

    /// The fields of both languages.
    private var fields: Set<String> {
        let common: Set<String> = ["Type", "Comment", "QueryLanguage", "Assign", "Output"]
        let paths: Set<String> = ["InputPath", "OutputPath"]
        let transition: Set<String> = ["Next", "End"]
        let work: Set<String> = ["Parameters", "ResultSelector", "ResultPath", "Arguments", "Retry", "Catch"]
        switch self {
        case .pass: return common.union(paths).union(transition).union(["Result", "ResultPath", "Parameters"])
        case .task:
            return common.union(paths).union(transition).union(work).union([
                "Resource", "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath",
                "Credentials",
            ])
        case .choice: return common.union(paths).union(["Choices", "Default"])
        case .wait:
            return common.union(paths).union(transition).union(["Seconds", "SecondsPath", "Timestamp", "TimestampPath"])
        case .succeed: return paths.union(["Type", "Comment", "QueryLanguage", "Output"])
        case .fail: return ["Type", "Comment", "QueryLanguage", "Error", "ErrorPath", "Cause", "CausePath"]
        case .parallel: return common.union(paths).union(transition).union(work).union(["Branches"])
        case .map:
            return common.union(paths).union(transition).union(work).union([
                "ItemsPath", "Items", "ItemSelector", "ItemProcessor", "Iterator", "MaxConcurrency",
                "MaxConcurrencyPath",
                "ToleratedFailureCount", "ToleratedFailureCountPath", "ToleratedFailurePercentage",
                "ToleratedFailurePercentagePath", "ItemReader", "ItemBatcher", "ResultWriter", "Label",
            ])
        }
    }
}
