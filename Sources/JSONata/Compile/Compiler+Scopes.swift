extension Compiler {
    /// Parts that open a frame of their own, bind in one, or close over one.
    mutating func compileScope(_ tree: Tree) throws(JSONataError) -> any Node {
        switch tree.kind {
        case .block(let parts):
            let isBare = tree.predicates.isEmpty && tree.group == nil && !tree.keepsArray
            return try compileBlock(parts, isBare: isBare)
        case .bind(let name, let value): return try compileBind(name, value)
        case .lambda(let names, let signature, let body): return try compileLambda(names, signature, body)
        case .transform(let pattern, let update, let deletion):
            let removed: (any Node)? = try deletion.map { part throws(JSONataError) in try compile(part) }
            return TransformNode(
                pattern: try compile(pattern), update: try compile(update), deletion: removed, cloner: variable("clone")
            )
        default: return UndefinedNode()
        }
    }

    /// Brackets around one expression that binds nothing are that expression.
    private mutating func compileBlock(_ parts: [Tree], isBare: Bool) throws(JSONataError) -> any Node {
        var names: [String] = []
        for part in parts { for name in part.boundNames() where !names.contains(name) { names.append(name) } }
        return try inScope(names) { compiler throws(JSONataError) in
            let nodes = try compiler.compile(parts)
            if isBare, nodes.count == 1, names.isEmpty { return nodes[0] }
            return BlockNode(nodes, layout: names.isEmpty ? nil : Layout(names))
        }
    }

    /// Compiles with names added that have a frame of their own.
    mutating func inScope<Result>(
        _ names: [String], alwaysBound: Int = 0, isTuple: Bool = false,
        _ body: (inout Compiler) throws(JSONataError) -> Result
    ) throws(JSONataError) -> Result {
        let outer = scope
        defer { scope = outer }
        scope = Scope(parent: outer, names: names, alwaysBound: alwaysBound, isTuple: isTuple)
        return try body(&self)
    }

    /// `:=` binds in the nearest frame; `boundNames` put the name there.
    private mutating func compileBind(_ name: String, _ value: Tree) throws(JSONataError) -> any Node {
        let node = try compile(value)
        var hops = 0
        var next = scope
        while let current = next {
            if let slot = current.names.firstIndex(of: name) { return BindNode(hops: hops, slot: slot, node) }
            if current.hasFrame { hops += 1 }
            next = current.parent
        }
        return node
    }

    private mutating func compileLambda(
        _ parameters: [String], _ signature: Signature?, _ body: Tree
    ) throws(JSONataError) -> any Node {
        var names = parameters
        for name in body.boundNames() where !names.contains(name) { names.append(name) }
        return try inScope(names, alwaysBound: parameters.count) { compiler throws(JSONataError) in
            let node = try compiler.compileTail(body)
            return LambdaNode(
                parameterCount: parameters.count, layout: Layout(names), signature: signature, body: node)
        }
    }

    /// The body of a lambda: a call in tail position returns to the caller before it is made.
    private mutating func compileTail(_ tree: Tree) throws(JSONataError) -> any Node {
        guard tree.predicates.isEmpty, tree.group == nil, !tree.keepsArray else { return try compile(tree) }
        switch tree.kind {
        case .call(let function, let arguments):
            let call = try compileCall(function, arguments, tree)
            return (call as? CallNode).map { TailCallNode($0) } ?? call
        case .conditional(let condition, let then, let otherwise):
            let test = try compile(condition)
            let last: (any Node)? = try otherwise.map { part throws(JSONataError) in try compileTail(part) }
            return ConditionalNode(test, then: try compileTail(then), otherwise: last)
        case .block(let parts): return try compileTailBlock(parts)
        default: return try compile(tree)
        }
    }

    private mutating func compileTailBlock(_ parts: [Tree]) throws(JSONataError) -> any Node {
        var names: [String] = []
        for part in parts { for name in part.boundNames() where !names.contains(name) { names.append(name) } }
        return try inScope(names) { compiler throws(JSONataError) in
            var nodes = try compiler.compile(Array(parts.dropLast()))
            if let last = parts.last { nodes.append(try compiler.compileTail(last)) }
            return BlockNode(nodes, layout: names.isEmpty ? nil : Layout(names))
        }
    }

    mutating func compileCall(
        _ function: Tree, _ arguments: [Tree], _ tree: Tree
    ) throws(JSONataError) -> any Node {
        CallNode(
            try compile(function), try compile(arguments), position: tree.position, name: function.calledName,
            suggestion: suggestion(function))
    }

    mutating func compilePartial(
        _ function: Tree, _ arguments: [Tree], _ tree: Tree
    ) throws(JSONataError) -> any Node {
        var nodes: [(any Node)?] = []
        for argument in arguments {
            if case .placeholder = argument.kind { nodes.append(nil) } else { nodes.append(try compile(argument)) }
        }
        return PartialNode(
            try compile(function), nodes, position: tree.position, name: function.calledName,
            suggestion: suggestion(function))
    }

    /// `sum(…)` for `$sum(…)`: the variable of that name, to ask whether it was meant.
    private mutating func suggestion(_ function: Tree) -> (any Node)? {
        guard let step = function.steps?.first, case .name(let name) = step.kind else { return nil }
        return variable(name)
    }

    mutating func compileApply(_ left: Tree, _ right: Tree, _ position: Int) throws(JSONataError) -> any Node {
        let argument = try compile(left)
        if case .call = right.kind, case .call(let function, let arguments) = right.kind {
            let call = try compileCall(function, arguments, right)
            if let call = call as? CallNode { return ApplyCallNode(argument, call) }
        }
        return ApplyNode(argument, try compile(right), position: position)
    }
}

extension Tree {
    /// The name that errors of a call show.
    var calledName: String? {
        switch kind {
        case .path(let steps): steps.first?.calledName
        case .name(let name), .variable(let name), .string(let name): name
        default: nil
        }
    }
}
