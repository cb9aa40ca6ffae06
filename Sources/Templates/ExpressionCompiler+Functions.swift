import JSONModel

// Functions of text and lists.
extension ExpressionCompiler {
    mutating func join(_ call: Node.Member) -> Expression {
        guard let nodes = arguments(call, 2...2, "[separator, [values]]"), let separator = nodes[0].scalarText else {
            return refuse(call.position, "Fn::Join takes [separator, [values]], the separator a string")
        }
        if nodes[1].list == nil, nodes[1].map == nil {
            return refuse(nodes[1].position, "Fn::Join joins a list, not \(nodes[1].kind)")
        }
        return Expression(.join(separator, compile(nodes[1])), at: call.position)
    }

    mutating func select(_ call: Node.Member) -> Expression {
        guard let nodes = arguments(call, 2...2, "[index, list]") else {
            return Expression(.literal(.null), at: call.position)
        }
        return Expression(.select(compile(nodes[0]), compile(nodes[1])), at: call.position)
    }

    mutating func split(_ call: Node.Member) -> Expression {
        guard let nodes = arguments(call, 2...2, "[separator, text]"), let separator = nodes[0].scalarText,
            !separator.isEmpty
        else { return refuse(call.position, "Fn::Split takes [separator, text], the separator a string") }
        return Expression(.split(separator, compile(nodes[1])), at: call.position)
    }

    mutating func findInMap(_ call: Node.Member) -> Expression {
        guard let nodes = arguments(call, 3...3, "[mapping, first key, second key]") else {
            return Expression(.literal(.null), at: call.position)
        }
        if let name = nodes[0].string, !symbols.mappings.contains(name) {
            findings.add(nodes[0].position, "there is no mapping \(name) under Mappings")
        }
        return Expression(.findInMap(compile(nodes[0]), compile(nodes[1]), compile(nodes[2])), at: call.position)
    }

    mutating func choice(_ call: Node.Member) -> Expression {
        guard let nodes = arguments(call, 3...3, "[condition, value if true, value if false]"),
            let name = nodes[0].string
        else { return refuse(call.position, "Fn::If takes [condition, value if true, value if false]") }
        checkCondition(name, at: nodes[0].position)
        return Expression(
            .choice(condition: name, then: compile(nodes[1]), otherwise: compile(nodes[2])), at: call.position)
    }

    mutating func checkCondition(_ name: String, at position: SourcePosition) {
        if !symbols.conditions.contains(name) {
            findings.add(position, "there is no condition \(name) under Conditions")
        }
    }
}

// Conditions.
extension ExpressionCompiler {
    mutating func logic(_ call: Node.Member) -> Expression {
        guard place == .condition else {
            return refuse(call.position, "\(call.name) can only stand in Conditions; name the condition in Fn::If")
        }
        switch call.name {
        case "Condition": return named(call)
        case "Fn::Not":
            guard let nodes = arguments(call, 1...1, "[condition]") else { break }
            return Expression(.not(compile(nodes[0])), at: call.position)
        case "Fn::Equals":
            guard let nodes = arguments(call, 2...2, "[value, value]") else { break }
            return Expression(.equals(compile(nodes[0]), compile(nodes[1])), at: call.position)
        default:
            guard let nodes = arguments(call, 2...10, "2 to 10 conditions") else { break }
            let parts = nodes.map { compile($0) }
            return Expression(call.name == "Fn::And" ? .all(parts) : .any(parts), at: call.position)
        }
        return Expression(.literal(.bool(false)), at: call.position)
    }

    private mutating func named(_ call: Node.Member) -> Expression {
        guard let name = call.value.string else { return refuse(call.position, "Condition takes a condition's name") }
        checkCondition(name, at: call.position)
        return Expression(.condition(name), at: call.position)
    }
}

// Fn::Sub.
extension ExpressionCompiler {
    mutating func substitution(_ call: Node.Member) -> Expression {
        if let text = call.value.scalarText { return substitution(text, [], at: call.value.position) }
        guard let nodes = arguments(call, 2...2, "a string, or [string, {name: value}]"),
            let text = nodes[0].scalarText, let members = nodes[1].map
        else { return refuse(call.position, "Fn::Sub takes a string, or [string, {name: value}]") }
        return substitution(text, members, at: nodes[0].position)
    }

    private mutating func substitution(_ text: String, _ own: [Node.Member], at position: SourcePosition) -> Expression
    {
        var values: [String: Expression] = [:]
        for member in own { values[member.name] = compile(member.value) }
        let parts = Substitution.pieces(text).map { piece in
            switch piece {
            case .text(let text): Expression(.literal(.string(text)), at: position)
            case .name(let name): values[name] ?? variable(name, at: position)
            }
        }
        return Expression(.concatenation(parts), at: position)
    }

    private mutating func variable(_ name: String, at position: SourcePosition) -> Expression {
        guard let dot = name.firstIndex(of: ".") else { return reference(name, at: position) }
        return attribute(String(name[..<dot]), String(name[name.index(after: dot)...]), at: position)
    }
}
