extension Compiler {
    mutating func compilePath(_ tree: Tree, _ steps: [Tree]) throws(JSONataError) -> any Node {
        let bindsTuples = steps.contains { $0.isTuple }
        guard bindsTuples else { return try pathNode(tree, steps, layout: nil, scope) }
        let names = tree.tupleNames()
        let outer = scope
        return try inScope(names, isTuple: true) { compiler throws(JSONataError) in
            try compiler.pathNode(tree, steps, layout: Layout(names), outer)
        }
    }

    private mutating func pathNode(
        _ tree: Tree, _ steps: [Tree], layout: Layout?, _ outer: Scope?
    ) throws(JSONataError) -> any Node {
        var compiled: [PathNode.Step] = []
        var isTuple = false
        for step in steps {
            isTuple = isTuple || step.isTuple
            compiled.append(try compileStep(step, isTuple ? layout : nil, outer))
        }
        let group = try tree.group.map { pairs throws(JSONataError) in
            GroupNode(try compilePairs(pairs), position: tree.groupPosition)
        }
        var isAbsolute = false
        if case .variable = steps.first?.kind { isAbsolute = true }
        return PathNode(
            compiled, keepsSingleton: tree.keepsSingleton, keepsArray: tree.keepsArray, isAbsolute: isAbsolute,
            group: group, layout: layout, givesTuples: tree.isTuple)
    }

    /// Steps before the first that binds something see no tuple: they are compiled in the scope around the path.
    private mutating func compileStep(
        _ step: Tree, _ layout: Layout?, _ outer: Scope?
    ) throws(JSONataError) -> PathNode.Step {
        let inner = scope
        defer { scope = inner }
        if layout == nil { scope = outer }
        var sort: SortStep?
        var name: FieldName?
        var node: any Node = UndefinedNode()
        switch step.kind {
        case .sort(let terms): sort = try compileSort(terms, step.position, layout)
        case .name(let text):
            let field = FieldName(text)
            node = NameNode(field)
            name = field
        default: node = try scoped(step, layout) { compiler throws(JSONataError) in try compiler.compile(step) }
        }
        let bindings = PathNode.Bindings(
            focus: slot(step.focus, layout), index: slot(step.index, layout),
            ancestor: slot(step.ancestor?.label, layout))
        return PathNode.Step(
            node, name: name, sort: sort, stages: try compileStages(step, layout),
            isArrayConstructor: step.isArrayConstructor, isTuple: step.isTuple, bindings: bindings)
    }

    private mutating func compileStages(_ step: Tree, _ layout: Layout?) throws(JSONataError) -> [PathNode.Stage] {
        var stages: [PathNode.Stage] = []
        for stage in step.stages {
            switch stage {
            case .filter(let predicate):
                stages.append(
                    .filter(try scoped(predicate, layout) { part throws(JSONataError) in try part.compile(predicate) }))
            case .index(let name): stages.append(.index(slot: slot(name, layout) ?? 0))
            }
        }
        return stages
    }

    private func slot(_ name: String?, _ layout: Layout?) -> Int? {
        name.flatMap { name in layout?.names.firstIndex(of: name) }
    }

    private mutating func compileSort(
        _ terms: [Tree.Term], _ position: Int, _ layout: Layout?
    ) throws(JSONataError) -> SortStep {
        var compiled: [SortStep.Term] = []
        for term in terms {
            let node = try scoped(term.expression, layout) { compiler throws(JSONataError) in
                try compiler.compile(term.expression)
            }
            compiled.append(SortStep.Term(node: node, isDescending: term.isDescending))
        }
        return SortStep(compiled, position: position)
    }

    /// What a part of a tuple path binds with `:=` lives as long as the part is evaluated, not in the tuple.
    private mutating func scoped(
        _ tree: Tree, _ layout: Layout?, _ body: (inout Compiler) throws(JSONataError) -> any Node
    ) throws(JSONataError) -> any Node {
        let names = layout == nil ? [] : tree.boundNames()
        if names.isEmpty { return try body(&self) }
        return try inScope(names) { compiler throws(JSONataError) in
            BlockNode([try body(&compiler)], layout: Layout(names))
        }
    }
}
