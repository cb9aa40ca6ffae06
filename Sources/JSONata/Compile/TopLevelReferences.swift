/// What an expression reads of the input itself, outside any path: names, `$`, `$$` and wildcards. Where an expression
/// is given no input, as in Step Functions, none of them has a meaning.
struct TopLevelReferences {
    private(set) var names: [String] = []
    private var pending: [Expression]

    init(of expression: Expression) {
        pending = [expression]
        while let next = pending.popLast() { visit(next) }
    }

    private mutating func visit(_ expression: Expression) {
        switch expression.kind {
        case .name(let name), .keyword(let name): note(name)
        case .variable(let name) where name.isEmpty || name == "$": note("$" + name)
        case .wildcard: note("*")
        case .descendants: note("**")
        // What follows a path's first step, and what filters, groups and sorts it, reads the step before.
        case .binary(.dot, let first, _), .predicate(let first, _), .group(let first, _), .sort(let first, _):
            plan([first])
        case .lambda, .transform: break
        default: plan(expression.parts)
        }
    }

    private mutating func plan(_ parts: [Expression]) { pending += parts.reversed() }

    private mutating func note(_ name: String) {
        if !names.contains(name) { names.append(name) }
    }
}
