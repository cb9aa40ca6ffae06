/// The variables that an expression reads and does not bind itself: what its caller must bind.
///
/// Follows the order of evaluation: in `($x := $x + 1; $x)` the first `$x` read is the caller's. Bodies of functions run
/// later, so they see whatever the blocks around them ever bind.
struct FreeVariables {
    private(set) var names: Set<String> = []
    /// For each of them, the members that are read of it by name (`$states.input`: `input`).
    private(set) var members: [String: Set<String>] = [:]

    /// Names bound so far in one block or function, and what stands around it.
    private final class Scope {
        let parent: Scope?
        var names: Set<String>

        init(parent: Scope?, names: [String] = []) {
            self.parent = parent
            self.names = Set(names)
        }

        func binds(_ name: String) -> Bool {
            var next: Scope? = self
            while let scope = next {
                if scope.names.contains(name) { return true }
                next = scope.parent
            }
            return false
        }
    }

    /// What is still to be done, the next last: a walk without recursion, whatever the depth of the expression.
    private enum Step {
        case visit(Expression, Scope)
        case bind(String, Scope)
        case member(Expression, of: Expression, Scope)
    }

    private let isBuiltin: (String) -> Bool
    private var steps: [Step] = []
    /// Functions' bodies, left for when all around them is bound.
    private var bodies: [Step] = []

    init(of expression: Expression, dialect: Dialect) {
        isBuiltin = { Builtins.function($0, dialect) != nil }
        steps = [.visit(expression, Scope(parent: nil))]
        while let step = steps.popLast() ?? bodies.popLast() {
            switch step {
            case .visit(let expression, let scope): visit(expression, scope)
            case .bind(let name, let scope): scope.names.insert(name)
            case .member(let step, let left, let scope): noteMember(step, of: left, scope)
            }
        }
    }

    private mutating func visit(_ expression: Expression, _ scope: Scope) {
        switch expression.kind {
        case .variable(let name): read(name, scope)
        case .block(let parts): plan(parts, Scope(parent: scope))
        case .bind(let name, let part), .focus(let part, let name), .index(let part, let name):
            steps.append(.bind(name, scope))
            steps.append(.visit(part, scope))
        case .lambda(let parameters, _, let body):
            bodies.append(.visit(body, Scope(parent: scope, names: parameters)))
        case .binary(.dot, let left, let right):
            steps.append(.visit(right, scope))
            steps.append(.member(right, of: left, scope))
            steps.append(.visit(left, scope))
        default: plan(expression.parts, scope)
        }
    }

    private mutating func plan(_ parts: [Expression], _ scope: Scope) {
        for part in parts.reversed() { steps.append(.visit(part, scope)) }
    }

    private mutating func read(_ name: String, _ scope: Scope) {
        // `$` and `$$` are the context and the input.
        guard !name.isEmpty, name != "$", !scope.binds(name), !isBuiltin(name) else { return }
        names.insert(name)
    }

    private mutating func noteMember(_ step: Expression, of left: Expression, _ scope: Scope) {
        guard case .variable(let name) = left.withoutPredicates.kind, names.contains(name), !scope.binds(name) else {
            return
        }
        switch step.withoutPredicates.kind {
        case .name(let member), .string(let member), .keyword(let member): members[name, default: []].insert(member)
        default: break
        }
    }
}

extension Expression {
    /// What the predicates, groupings and bindings behind it stand on.
    fileprivate var withoutPredicates: Expression {
        var result = self
        while true {
            switch result.kind {
            case .predicate(let left, _), .group(let left, _), .sort(let left, _), .focus(let left, _),
                .index(let left, _):
                result = left
            default: return result
            }
        }
    }

    /// The parts in the order in which they are evaluated.
    var parts: [Expression] {
        switch kind {
        case .array(let parts), .block(let parts): parts
        case .negate(let part), .bind(_, let part), .focus(let part, _), .index(let part, _), .lambda(_, _, let part):
            [part]
        case .range(let first, let second), .binary(_, let first, let second), .predicate(let first, let second),
            .elvis(let first, let second), .coalesce(let first, let second):
            [first, second]
        case .object(let pairs): pairs.flatMap { [$0.key, $0.value] }
        case .group(let left, let pairs): [left] + pairs.flatMap { [$0.key, $0.value] }
        case .sort(let left, let terms): [left] + terms.map(\.expression)
        case .conditional(let first, let second, let third), .transform(let first, let second, let third):
            [first, second] + (third.map { [$0] } ?? [])
        case .call(let function, let arguments), .partial(let function, let arguments): arguments + [function]
        case .name, .variable, .string, .number, .constant, .regex, .wildcard, .descendants, .parent, .keyword,
            .placeholder, .end:
            []
        }
    }
}
