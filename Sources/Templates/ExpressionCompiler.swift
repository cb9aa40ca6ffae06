import JSONModel

/// Turns nodes into expressions and finds what is wrong with their functions: unknown ones, wrong arguments, names
/// that nothing in the template has.
struct ExpressionCompiler {
    enum Place {
        /// Properties, outputs, metadata.
        case value
        /// The `Conditions` section, where resources do not exist yet.
        case condition
        /// Where only plain values may stand.
        case literal
    }

    let symbols: Symbols
    let place: Place
    var findings: Findings

    init(symbols: Symbols, place: Place = .value, findings: Findings) {
        self.symbols = symbols
        self.place = place
        self.findings = findings
    }

    mutating func compile(_ node: Node) -> Expression {
        switch node.value {
        case .list(let nodes): return Expression(.list(nodes.map { compile($0) }), at: node.position)
        case .map(let members): return compile(members, at: node.position)
        default: return Expression(.literal(node.json), at: node.position)
        }
    }

    private mutating func compile(_ members: [Node.Member], at position: SourcePosition) -> Expression {
        if members.count == 1, let call = members.first, Self.isFunction(call.name, in: place) {
            guard place != .literal else {
                return refuse(call.position, "\(call.name) cannot stand here; write a value")
            }
            return function(call)
        }
        for member in members where member.name.hasPrefix("Fn::") {
            findings.add(member.position, "\(member.name) must be the only key of its map")
        }
        let parts = members.map { (name: $0.name, value: compile($0.value)) }
        return Expression(.map(parts), at: position)
    }

    static func isFunction(_ name: String, in place: Place) -> Bool {
        name == "Ref" || name.hasPrefix("Fn::") || (name == "Condition" && place == .condition)
    }

    mutating func refuse(_ position: SourcePosition, _ message: String) -> Expression {
        findings.add(position, message)
        return Expression(.literal(.null), at: position)
    }

    private mutating func function(_ call: Node.Member) -> Expression {
        switch call.name {
        case "Ref": return reference(call)
        case "Fn::GetAtt": return attribute(call)
        case "Fn::Sub": return substitution(call)
        case "Fn::Join": return join(call)
        case "Fn::Select": return select(call)
        case "Fn::Split": return split(call)
        case "Fn::FindInMap": return findInMap(call)
        case "Fn::If": return choice(call)
        case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition": return logic(call)
        default:
            return refuse(
                call.position,
                "\(call.name) is not supported here; supported are Ref, Fn::GetAtt, Fn::Sub, Fn::Join, Fn::Select, "
                    + "Fn::Split, Fn::FindInMap, Fn::If and, in Conditions, Fn::Equals, Fn::And, Fn::Or, Fn::Not")
        }
    }

    /// The list of a function's arguments, or nil with a finding that says what it takes.
    mutating func arguments(_ call: Node.Member, _ counts: ClosedRange<Int>, _ form: String) -> [Node]? {
        if let nodes = call.value.list, counts.contains(nodes.count) { return nodes }
        findings.add(call.position, "\(call.name) takes \(form)")
        return nil
    }
}

// Names.
extension ExpressionCompiler {
    private mutating func reference(_ call: Node.Member) -> Expression {
        guard let name = call.value.string else { return refuse(call.position, "Ref takes a name") }
        return reference(name, at: call.position)
    }

    mutating func reference(_ name: String, at position: SourcePosition) -> Expression {
        if name.hasPrefix("AWS::") {
            guard let pseudo = PseudoParameter(rawValue: name) else {
                return refuse(position, "the pseudo parameter \(name) is not supported here")
            }
            return Expression(.pseudo(pseudo), at: position)
        }
        if symbols.parameters.contains(name) { return Expression(.parameter(name), at: position) }
        guard symbols.resources[name] != nil else {
            return refuse(position, "\(name) is neither a parameter nor a resource of this template")
        }
        guard place != .condition else {
            return refuse(position, "a condition cannot refer to the resource \(name); it is decided before any exists")
        }
        return Expression(.reference(name), at: position)
    }

    private mutating func attribute(_ call: Node.Member) -> Expression {
        if let text = call.value.string, let dot = text.firstIndex(of: ".") {
            return attribute(String(text[..<dot]), String(text[text.index(after: dot)...]), at: call.position)
        }
        if let parts = call.value.list?.map(\.string), parts.count == 2, let name = parts[0], let member = parts[1] {
            return attribute(name, member, at: call.position)
        }
        return refuse(call.position, "Fn::GetAtt takes Resource.Attribute")
    }

    mutating func attribute(_ name: String, _ member: String, at position: SourcePosition) -> Expression {
        guard let type = symbols.resources[name] else {
            return refuse(position, "\(name) is not a resource of this template")
        }
        guard place != .condition else {
            return refuse(position, "a condition cannot refer to the resource \(name); it is decided before any exists")
        }
        let known = ResourceType.named(type)?.attributes ?? []
        guard ResourceType.named(type) == nil || known.contains(member) else {
            let list = known.isEmpty ? "it has none" : "it has " + known.joined(separator: ", ")
            return refuse(position, "\(type) has no attribute \(member) here; \(list)")
        }
        return Expression(.attribute(name, member), at: position)
    }
}
