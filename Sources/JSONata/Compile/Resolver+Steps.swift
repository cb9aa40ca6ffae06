import JSONModel

extension Resolver {
    mutating func resolveSort(
        _ left: Expression, _ terms: [Expression.Term], at position: Int
    ) throws(JSONataError) -> Tree {
        let tree = try resolve(left)
        let path = tree.steps == nil ? Tree(.path([tree]), at: tree.position) : tree
        let step = Tree(.sort([]), at: position)
        var resolved: [Tree.Term] = []
        for term in terms {
            let expression = try resolve(term.expression)
            adoptAncestry(step, expression)
            resolved.append(Tree.Term(expression: expression, isDescending: term.isDescending))
        }
        step.kind = .sort(resolved)
        path.kind = .path((path.steps ?? []) + [step])
        try resolveAncestry(path)
        return path
    }

    mutating func resolveFocus(
        _ left: Expression, _ name: String, _ expression: Expression
    ) throws(JSONataError) -> Tree {
        let tree = try resolve(left)
        let step = tree.steps?.last ?? tree
        let position = expression.position.offset
        guard step.stages.isEmpty, step.predicates.isEmpty else {
            throw JSONataError(code: "S0215", position: position)
        }
        guard !step.isSort else { throw JSONataError(code: "S0216", position: position) }
        if expression.keepsArray {
            step.keepsArray = true
            if tree.steps != nil { tree.keepsSingleton = true }
        }
        step.focus = name
        step.isTuple = true
        return tree
    }

    mutating func resolveIndex(_ left: Expression, _ name: String, at position: Int) throws(JSONataError) -> Tree {
        let tree = try resolve(left)
        var path = tree
        let step = tree.steps?.last ?? tree
        if tree.steps == nil {
            path = Tree(.path([tree]), at: tree.position)
            step.stages += step.predicates
            step.predicates = []
        }
        if step.stages.isEmpty { step.index = name } else { step.stages.append(.index(name)) }
        step.isTuple = true
        return path
    }

    mutating func resolveComposite(_ expression: Expression, at position: Int) throws(JSONataError) -> Tree {
        switch expression.kind {
        case .negate(let operand): return try resolveNegation(operand, at: position)
        case .array(let items): return try composite(items, at: position) { .array($0) }
        case .range(let low, let high): return try composite([low, high], at: position) { .range($0[0], $0[1]) }
        case .object(let pairs): return try resolveObject(pairs, at: position)
        case .block(let items): return try resolveBlock(items, at: position)
        case .binary(let symbol, let left, let right):
            return try composite([left, right], at: position) { .binary(symbol, $0[0], $0[1]) }
        case .bind(let name, let value): return try composite([value], at: position) { .bind(name, $0[0]) }
        case .conditional(let condition, let then, let otherwise):
            return try composite([condition, then] + (otherwise.map { [$0] } ?? []), at: position) {
                .conditional($0[0], $0[1], $0.count > 2 ? $0[2] : nil)
            }
        case .elvis(let left, let right): return try composite([left, right], at: position) { .elvis($0[0], $0[1]) }
        case .coalesce(let left, let right):
            return try composite([left, right], at: position) { .coalesce($0[0], $0[1]) }
        case .call(let function, let arguments):
            let callee = try resolve(function)
            return try composite(arguments, at: position) { .call(callee, $0) }
        case .partial(let function, let arguments):
            let callee = try resolve(function)
            return try composite(arguments, at: position) { .partial(callee, $0) }
        case .lambda(let names, let signature, let body):
            let compiled = try signature.map { text throws(JSONataError) in try Signature(text, at: position) }
            return Tree(.lambda(names, signature: compiled, try resolve(body)), at: position)
        case .transform(let pattern, let update, let deletion):
            let tree = Tree(.placeholder, at: position)
            let removed = try deletion.map { part throws(JSONataError) in try resolve(part) }
            tree.kind = .transform(try resolve(pattern), try resolve(update), removed)
            return tree
        default:
            throw JSONataError(code: "S0206", position: position, token: expression.tokenText)
        }
    }

    /// A node whose parts' parent operators climb through it.
    private mutating func composite(
        _ parts: [Expression], at position: Int, _ make: ([Tree]) -> Tree.Kind
    ) throws(JSONataError) -> Tree {
        var trees: [Tree] = []
        for part in parts { trees.append(try resolve(part)) }
        let tree = Tree(make(trees), at: position)
        for part in trees { adoptAncestry(tree, part) }
        return tree
    }

    private mutating func resolveNegation(_ operand: Expression, at position: Int) throws(JSONataError) -> Tree {
        let inner = try resolve(operand)
        if case .number(let value) = inner.kind {
            inner.kind = .number(-value)
            return inner
        }
        let tree = Tree(.negate(inner), at: position)
        adoptAncestry(tree, inner)
        return tree
    }

    private mutating func resolveObject(_ pairs: [Expression.Pair], at position: Int) throws(JSONataError) -> Tree {
        let resolved = try resolvePairs(pairs)
        let tree = Tree(.object(resolved), at: position)
        for pair in resolved {
            adoptAncestry(tree, pair.key)
            adoptAncestry(tree, pair.value)
        }
        return tree
    }

    private mutating func resolveBlock(_ items: [Expression], at position: Int) throws(JSONataError) -> Tree {
        let tree = try composite(items, at: position) { .block($0) }
        guard case .block(let parts) = tree.kind else { return tree }
        tree.isArrayConstructor = parts.contains {
            $0.isArrayConstructor || $0.steps?.first?.isArrayConstructor == true
        }
        return tree
    }
}

extension Constant {
    var json: JSONValue {
        switch self {
        case .true: true
        case .false: false
        case .null: nil
        }
    }
}
