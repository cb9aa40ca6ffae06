import Foundations

/// Turns a resolved tree into the nodes that are evaluated: names become slots, constants stay, tail calls are marked.
struct Compiler {
    let dialect: Dialect
    var scope: Scope?
    private(set) var globalNames: [String] = []

    /// Compiles text that a running program gave: globals have no numbers.
    private let isNumbered: Bool
    private let stack = CallStack.current

    init(dialect: Dialect, scope: Scope? = nil, isNumbered: Bool = true) {
        self.dialect = dialect
        self.scope = scope
        self.isNumbered = isNumbered
    }

    mutating func compileProgram(_ tree: Tree) throws(JSONataError) -> (any Node, Layout) {
        let names = tree.boundNames()
        scope = Scope(parent: scope, names: names)
        return (try compile(tree), Layout(names))
    }

    /// A part with what stands on it: predicates, grouping, `[]`.
    mutating func compile(_ tree: Tree) throws(JSONataError) -> any Node {
        guard !stack.isNearlyUsed else { throw JSONataError(code: "D1011", position: tree.position) }
        if case .path(let steps) = tree.kind { return try compilePath(tree, steps) }
        return try dressed(try compileKind(tree), tree)
    }

    private mutating func dressed(_ node: any Node, _ tree: Tree) throws(JSONataError) -> any Node {
        guard !tree.predicates.isEmpty || tree.group != nil || tree.keepsArray else { return node }
        var filters: [any Node] = []
        for case .filter(let predicate) in tree.predicates { filters.append(try compile(predicate)) }
        let group = try tree.group.map { pairs throws(JSONataError) in
            GroupNode(try compilePairs(pairs), position: tree.groupPosition)
        }
        return DressedNode(node, filters: filters, group: group, keepsArray: tree.keepsArray)
    }

    mutating func compilePairs(_ pairs: [Tree.Pair]) throws(JSONataError) -> [GroupNode.Pair] {
        var compiled: [GroupNode.Pair] = []
        for pair in pairs {
            compiled.append(GroupNode.Pair(key: try compile(pair.key), value: try compile(pair.value)))
        }
        return compiled
    }

    mutating func compile(_ trees: [Tree]) throws(JSONataError) -> [any Node] {
        var nodes: [any Node] = []
        for tree in trees { nodes.append(try compile(tree)) }
        return nodes
    }

    private mutating func compileKind(_ tree: Tree) throws(JSONataError) -> any Node {
        switch tree.kind {
        case .path(let steps): return try compilePath(tree, steps)
        case .name(let name): return NameNode(FieldName(name))
        case .variable(let name): return variable(name)
        case .string(let text): return StringNode(text)
        case .number(let value): return NumberNode(value)
        case .constant(let constant): return ConstantNode(constant)
        case .regex(let literal): return RegexNode(literal)
        case .wildcard: return WildcardNode()
        case .descendants: return DescendantsNode()
        case .parent(let slot): return variable(slot.label)
        case .placeholder, .sort: return UndefinedNode()
        default: return try compileOperator(tree)
        }
    }

    private mutating func compileOperator(_ tree: Tree) throws(JSONataError) -> any Node {
        switch tree.kind {
        case .negate(let operand): return NegationNode(try compile(operand), position: tree.position)
        case .array(let items): return try compileArray(items, tree)
        case .range(let low, let high):
            return RangeNode(try compile(low), try compile(high), position: tree.position)
        case .object(let pairs): return ObjectNode(try compilePairs(pairs), position: tree.position)
        case .binary(let symbol, let left, let right): return try compileBinary(symbol, left, right, tree.position)
        case .conditional(let condition, let then, let otherwise):
            let last: (any Node)? = try otherwise.map { part throws(JSONataError) in try compile(part) }
            return ConditionalNode(try compile(condition), then: try compile(then), otherwise: last)
        case .elvis(let left, let right): return ElvisNode(try compile(left), try compile(right))
        case .coalesce(let left, let right): return CoalesceNode(try compile(left), try compile(right))
        case .apply(let left, let right): return try compileApply(left, right, tree.position)
        case .call(let function, let arguments): return try compileCall(function, arguments, tree)
        case .partial(let function, let arguments): return try compilePartial(function, arguments, tree)
        default: return try compileScope(tree)
        }
    }

    private mutating func compileArray(_ items: [Tree], _ tree: Tree) throws(JSONataError) -> any Node {
        var parts: [ArrayNode.Item] = []
        for item in items {
            let isNested = item.isArrayLiteral && item.predicates.isEmpty
            parts.append(ArrayNode.Item(node: try compile(item), isArray: item.isArrayLiteral || isNested))
        }
        return ArrayNode(parts, isConstructed: tree.isArrayConstructor)
    }

    private mutating func compileBinary(
        _ symbol: Symbol, _ left: Tree, _ right: Tree, _ position: Int
    ) throws(JSONataError) -> any Node {
        let operands = Operands(try compile(left), try compile(right))
        switch symbol {
        case .plus: return ArithmeticNode(.add, operands, position)
        case .minus: return ArithmeticNode(.subtract, operands, position)
        case .star: return ArithmeticNode(.multiply, operands, position)
        case .slash: return ArithmeticNode(.divide, operands, position)
        case .percent: return ArithmeticNode(.remainder, operands, position)
        case .equal: return EqualityNode(operands, isNegated: false)
        case .notEqual: return EqualityNode(operands, isNegated: true)
        case .less: return ComparisonNode(.less, operands, position)
        case .lessOrEqual: return ComparisonNode(.lessOrEqual, operands, position)
        case .greater: return ComparisonNode(.greater, operands, position)
        case .greaterOrEqual: return ComparisonNode(.greaterOrEqual, operands, position)
        case .ampersand: return ConcatenationNode(operands)
        case .and: return LogicNode(operands, isAnd: true)
        case .or: return LogicNode(operands, isAnd: false)
        default: return InclusionNode(operands)
        }
    }

    /// A variable: the innermost frame that has it bound when it is read, then what the caller bound, then built-ins.
    mutating func variable(_ name: String) -> any Node {
        if name.isEmpty { return ContextNode() }
        if name == "$" { return RootNode() }
        var places: [(hops: Int, slot: Int)] = []
        var hops = 0
        var next = scope
        while let current = next {
            if let slot = current.names.firstIndex(of: name) {
                places.append((hops, slot))
                if slot < current.alwaysBound { return LocalNode.chain(places, fallback: nil) }
            }
            if current.hasFrame { hops += 1 }
            next = current.parent
        }
        let global = GlobalNode(globalIndex(name), builtin: Builtins.function(name, dialect), name: name)
        return places.isEmpty ? global : LocalNode.chain(places, fallback: global)
    }

    private mutating func globalIndex(_ name: String) -> Int {
        guard isNumbered else { return -1 }
        if let index = globalNames.firstIndex(of: name) { return index }
        globalNames.append(name)
        return globalNames.count - 1
    }
}
