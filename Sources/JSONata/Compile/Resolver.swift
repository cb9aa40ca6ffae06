import Foundations
import JSONModel

/// Turns an expression into a tree with resolved paths.
struct Resolver {
    private var parentCount = 0
    private let stack = CallStack.current

    static func resolve(_ expression: Expression) throws(JSONataError) -> Tree {
        var resolver = Resolver()
        let tree = try resolver.resolve(expression)
        if tree.isParent || !tree.seekingParent.isEmpty {
            throw JSONataError(code: "S0217", position: tree.position, token: tree.tokenText)
        }
        return tree
    }

    mutating func resolve(_ expression: Expression) throws(JSONataError) -> Tree {
        guard !stack.isNearlyUsed else { throw JSONataError(code: "D1011", position: expression.position.offset) }
        let tree = try resolveKind(expression)
        if expression.keepsArray { tree.keepsArray = true }
        return tree
    }

    private mutating func resolveKind(_ expression: Expression) throws(JSONataError) -> Tree {
        let position = expression.position.offset
        switch expression.kind {
        case .name(let name), .keyword(let name): return nameStep(name, expression)
        case .variable(let name): return Tree(.variable(name), at: position)
        case .string(let text): return Tree(.string(text), at: position)
        case .number(let value): return Tree(.number(value), at: position)
        case .constant(let constant): return Tree(.constant(constant), at: position)
        case .regex(let literal): return Tree(.regex(literal), at: position)
        case .wildcard: return Tree(.wildcard, at: position)
        case .descendants: return Tree(.descendants, at: position)
        case .parent: return newParent(at: position)
        case .placeholder: return Tree(.placeholder, at: position)
        case .end: throw JSONataError(code: "S0207", position: position, token: "(end)")
        case .binary(.dot, let left, let right): return try resolvePath(left, right, at: position)
        case .binary(.apply, let left, let right): return try resolveApply(left, right, at: position)
        case .predicate(let left, let condition): return try resolvePredicate(left, condition, at: position)
        case .group(let left, let pairs): return try resolveGroup(left, pairs, at: position)
        case .sort(let left, let terms): return try resolveSort(left, terms, at: position)
        case .focus(let left, let name): return try resolveFocus(left, name, expression)
        case .index(let left, let name): return try resolveIndex(left, name, at: position)
        default: return try resolveComposite(expression, at: position)
        }
    }

    private func nameStep(_ name: String, _ expression: Expression) -> Tree {
        let step = Tree(.name(name), at: expression.position.offset)
        step.keepsArray = expression.keepsArray
        let path = Tree(.path([step]), at: expression.position.offset)
        path.keepsSingleton = expression.keepsArray
        return path
    }

    private mutating func newParent(at position: Int) -> Tree {
        defer { parentCount += 1 }
        return Tree(.parent(ParentSlot(label: "!\(parentCount)")), at: position)
    }

    private mutating func resolvePath(
        _ left: Expression, _ right: Expression, at position: Int
    ) throws(JSONataError) -> Tree {
        let first = try resolve(left)
        let path = first.steps == nil ? Tree(.path([first]), at: first.position) : first
        if case .parent(let slot) = first.kind { path.seekingParent = [slot] }
        var steps = path.steps ?? []
        let rest = try resolve(right)
        if let more = rest.steps, rest.group == nil, rest.predicates.isEmpty {
            steps += more
        } else {
            rest.stages += rest.predicates
            rest.predicates = []
            steps.append(rest)
        }
        try nameLiterals(steps)
        path.kind = .path(steps)
        if steps.contains(where: \.keepsArray) { path.keepsSingleton = true }
        if let step = steps.first, step.isArrayLiteral { step.isArrayConstructor = true }
        if let step = steps.last, step.isArrayLiteral { step.isArrayConstructor = true }
        try resolveAncestry(path)
        return path
    }

    /// A string literal as a step is a name; a number or a constant is no step.
    private func nameLiterals(_ steps: [Tree]) throws(JSONataError) {
        for step in steps {
            switch step.kind {
            case .string(let text): step.kind = .name(text)
            case .number(let value):
                throw JSONataError(code: "S0213", position: step.position, value: .double(value))
            case .constant(let constant):
                throw JSONataError(code: "S0213", position: step.position, value: constant.json)
            default: break
            }
        }
    }

    private mutating func resolveApply(
        _ left: Expression, _ right: Expression, at position: Int
    ) throws(JSONataError) -> Tree {
        let argument = try resolve(left)
        let function = try resolve(right)
        let tree = Tree(.apply(argument, function), at: position)
        tree.keepsArray = argument.keepsArray || function.keepsArray
        return tree
    }

    private mutating func resolvePredicate(
        _ left: Expression, _ condition: Expression, at position: Int
    ) throws(JSONataError) -> Tree {
        let tree = try resolve(left)
        let step = tree.steps?.last ?? tree
        guard step.group == nil else { throw JSONataError(code: "S0209", position: position) }
        let predicate = try resolve(condition)
        for slot in predicate.seekingParent {
            if slot.level == 1 { try seekParent(step, slot) } else { slot.level -= 1 }
        }
        step.seekingParent += predicate.seekingParent
        if tree.steps != nil {
            step.stages.append(.filter(predicate))
        } else {
            step.predicates.append(.filter(predicate))
        }
        return tree
    }

    private mutating func resolveGroup(
        _ left: Expression, _ pairs: [Expression.Pair], at position: Int
    ) throws(JSONataError) -> Tree {
        let tree = try resolve(left)
        guard tree.group == nil else { throw JSONataError(code: "S0210", position: position) }
        tree.group = try resolvePairs(pairs)
        tree.groupPosition = position
        return tree
    }

    mutating func resolvePairs(_ pairs: [Expression.Pair]) throws(JSONataError) -> [Tree.Pair] {
        var resolved: [Tree.Pair] = []
        for pair in pairs {
            resolved.append(Tree.Pair(key: try resolve(pair.key), value: try resolve(pair.value)))
        }
        return resolved
    }
}

extension Constant {
    var value: Value {
        switch self {
        case .true: .bool(true)
        case .false: .bool(false)
        case .null: .null
        }
    }
}
