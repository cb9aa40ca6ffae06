import JSONModel

/// Reads an ASL definition as far as drawing needs it: any definition that Step Functions accepts, in JSONPath or
/// JSONata. https://states-language.net/spec.html
struct DefinitionReader {
    static let deepest = 40
    static let mostStates = 3000

    private var count = 0

    static func read(_ definition: JSONValue) throws(DefinitionError) -> FlowScope {
        var reader = DefinitionReader()
        return try reader.scope(definition, at: "The definition", depth: 0)
    }

    private mutating func scope(_ value: JSONValue, at place: String, depth: Int) throws(DefinitionError) -> FlowScope {
        guard let object = value.objectValue else { throw .notAnObject(at: place) }
        guard depth <= Self.deepest else { throw .tooDeep(at: place) }
        guard let startAt = object.string("StartAt") else { throw .missing(field: "StartAt", at: place) }
        guard let states = object.object("States"), !states.isEmpty else { throw .missing(field: "States", at: place) }
        count += states.count
        guard count <= Self.mostStates else { throw .tooLarge(states: count) }
        var scope = FlowScope()
        let indices = Dictionary(uniqueKeysWithValues: states.keys.enumerated().map { ($0.element, $0.offset) })
        guard let start = indices[startAt] else {
            throw .unknownTarget(startAt, field: "StartAt", state: place)
        }
        scope.start = start
        for (name, value) in states {
            guard let fields = value.objectValue else { throw .notAnObject(at: "State \"\(name)\"") }
            scope.states.append(try state(name, fields, depth: depth))
        }
        for (index, (name, value)) in states.enumerated() {
            scope.links += try LinkReader(name: name, index: index, indices: indices).links(value)
        }
        return scope
    }

    private mutating func state(
        _ name: String, _ fields: JSONObject, depth: Int
    ) throws(DefinitionError) -> FlowScope.State {
        let text = fields.string("Type") ?? ""
        guard let type = StateType(rawValue: text) else { throw .unknownType(text, state: name) }
        let summary = StateSummary(type: type, fields: fields)
        var state = FlowScope.State(
            name: name, type: type, details: summary.details, icon: summary.icon, retries: summary.retries,
            tooltip: [name] + summary.tooltip)
        for (label, inner) in try Self.inner(type, fields, name) {
            state.scopes.append(try scope(inner, at: "\(label) of state \"\(name)\"", depth: depth + 1))
        }
        return state
    }

    private static func inner(
        _ type: StateType, _ fields: JSONObject, _ name: String
    ) throws(DefinitionError) -> [(String, JSONValue)] {
        switch type {
        case .parallel:
            guard let branches = fields.array("Branches") else {
                throw .missing(field: "Branches", at: "State \"\(name)\"")
            }
            return branches.enumerated().map { ("Branch \($0.offset + 1)", $0.element) }
        case .map:
            if let processor = fields["ItemProcessor"] { return [("ItemProcessor", processor)] }
            if let iterator = fields["Iterator"] { return [("Iterator", iterator)] }
            throw .missing(field: "ItemProcessor", at: "State \"\(name)\"")
        default: return []
        }
    }
}

/// The ways that lead on from one state; ways of one kind to the same state become one with several labels.
private struct LinkReader {
    let name: String
    let index: Int
    let indices: [String: Int]

    func links(_ value: JSONValue) throws(DefinitionError) -> [FlowScope.Link] {
        var links: [FlowScope.Link] = []
        for choice in value["Choices"]?.arrayValue ?? [] {
            let target = try target(choice["Next"], field: "Choices")
            add(&links, .choice, target, [ChoiceText.text(choice)])
        }
        if let fallback = value["Default"] {
            add(&links, .choice, try target(fallback, field: "Default"), ["Default"])
        }
        if let next = value["Next"] { add(&links, .next, try target(next, field: "Next"), []) }
        if value["End"]?.boolValue == true { links.append(FlowScope.Link(from: index, to: nil, kind: .end)) }
        for catcher in value["Catch"]?.arrayValue ?? [] {
            let errors = (catcher["ErrorEquals"]?.arrayValue ?? []).compactMap(\.stringValue)
            add(&links, .caught, try target(catcher["Next"], field: "Catch"), errors)
        }
        return links
    }

    private func target(_ value: JSONValue?, field: String) throws(DefinitionError) -> Int {
        guard let name = value?.stringValue else {
            throw .missing(field: "Next in \(field)", at: "State \"\(self.name)\"")
        }
        guard let index = indices[name] else { throw .unknownTarget(name, field: field, state: self.name) }
        return index
    }

    private func add(_ links: inout [FlowScope.Link], _ kind: FlowScope.Link.Kind, _ to: Int, _ labels: [String]) {
        if let known = links.firstIndex(where: { $0.kind == kind && $0.to == to }) {
            links[known].labels += labels.filter { !links[known].labels.contains($0) }
        } else {
            links.append(FlowScope.Link(from: index, to: to, kind: kind, labels: labels))
        }
    }
}
