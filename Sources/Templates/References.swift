/// What one resource refers to under the template's conditions.
struct References {
    private(set) var edges: [TemplateEdge] = []
    private var seen: Set<TemplateEdge> = []
    private let from: String

    init(of resource: CompiledResource, _ evaluation: inout Evaluation) {
        from = resource.logicalID
        for (member, value) in resource.properties { collect(value, via: member.name, &evaluation) }
        for upload in resource.uploads {
            for part in [upload.from, upload.prefix].compactMap({ $0 }) { collect(part, via: "Metadata", &evaluation) }
        }
        for name in resource.declaration.dependsOn { add(name.text, via: "DependsOn") }
    }

    private mutating func add(_ to: String, via: String) {
        let edge = TemplateEdge(from: from, to: to, via: via)
        if seen.insert(edge).inserted { edges.append(edge) }
    }

    private mutating func collect(_ expression: Expression, via: String, _ evaluation: inout Evaluation) {
        switch expression.form {
        case .reference(let name), .attribute(let name, _): add(name, via: via)
        case .map(let members):
            for member in members { collect(member.value, via: "\(via).\(member.name)", &evaluation) }
        case .choice(let name, let first, let second):
            collect(evaluation.condition(name, at: expression.position) ? first : second, via: via, &evaluation)
        default:
            for child in expression.children { collect(child, via: via, &evaluation) }
        }
    }
}

/// Puts resources into an order of creation.
struct CreationOrder {
    private let dependencies: [String: [String]]
    private var states: [String: Bool] = [:]
    private(set) var order: [String] = []
    /// The first circle found, its first name repeated at the end.
    private(set) var circle: [String]?

    /// `names` in the order of the text: each comes as early as what it depends on allows, and pulls that forward.
    init(_ names: [String], dependencies: [String: [String]]) {
        self.dependencies = dependencies
        for name in names where circle == nil { visit(name) }
    }

    /// Depth first without recursion: a template can chain hundreds of resources.
    private mutating func visit(_ start: String) {
        guard states[start] == nil else { return }
        var path = [(name: start, next: 0)]
        states[start] = false
        while let (name, next) = path.last {
            let needed = dependencies[name] ?? []
            guard next < needed.count else {
                states[name] = true
                order.append(name)
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            switch states[needed[next]] {
            case nil:
                states[needed[next]] = false
                path.append((needed[next], 0))
            case false?:
                circle = path.map(\.name).drop { $0 != needed[next] } + [needed[next]]
                return
            case true?: break
            }
        }
    }
}
