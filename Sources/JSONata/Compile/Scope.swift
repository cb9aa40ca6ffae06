/// Names that are visible while a part is compiled, innermost first.
final class Scope {
    let parent: Scope?
    let names: [String]
    /// Slots that are bound whenever the scope is entered (a lambda's parameters).
    let alwaysBound: Int
    /// A scope without names has no frame, except a tuple's.
    let hasFrame: Bool

    init(parent: Scope?, names: [String], alwaysBound: Int = 0, isTuple: Bool = false) {
        hasFrame = isTuple || !names.isEmpty
        self.parent = parent
        self.names = names
        self.alwaysBound = alwaysBound
    }

    /// A scope for each frame that stands, for text that is compiled while a program runs.
    static func rebuilt(from frame: Frame?) -> Scope? {
        guard let frame else { return nil }
        return Scope(parent: rebuilt(from: frame.parent), names: frame.layout.names, isTuple: true)
    }
}

extension Tree {
    /// The names that `:=` binds in the frame in which this part is evaluated.
    func boundNames() -> [String] {
        var names: [String] = []
        collectBoundNames(&names)
        return names
    }

    private func collectBoundNames(_ names: inout [String]) {
        if case .bind(let name, _) = kind, !names.contains(name) { names.append(name) }
        if case .path(let steps) = kind, steps.contains(where: { $0.isTuple }) { return }
        for part in partsOfFrame { part.collectBoundNames(&names) }
        for case .filter(let predicate) in predicates + stages { predicate.collectBoundNames(&names) }
        for pair in group ?? [] {
            pair.key.collectBoundNames(&names)
            pair.value.collectBoundNames(&names)
        }
    }

    /// The parts that are evaluated in the same frame: blocks and lambdas have their own.
    private var partsOfFrame: [Tree] {
        switch kind {
        case .path(let parts), .array(let parts): parts
        case .negate(let part), .bind(_, let part): [part]
        case .range(let first, let second), .binary(_, let first, let second), .elvis(let first, let second),
            .coalesce(let first, let second), .apply(let first, let second):
            [first, second]
        case .object(let pairs): pairs.flatMap { [$0.key, $0.value] }
        case .sort(let terms): terms.map(\.expression)
        case .conditional(let first, let second, let third): [first, second] + (third.map { [$0] } ?? [])
        case .call(let function, let arguments), .partial(let function, let arguments): [function] + arguments
        case .transform(let first, let second, let third): [first, second] + (third.map { [$0] } ?? [])
        default: []
        }
    }

    /// The names that tuples of this path carry: bound contexts, positions and parents, those of inner paths included.
    func tupleNames() -> [String] {
        var names: [String] = []
        collectTupleNames(&names)
        return names
    }

    private func collectTupleNames(_ names: inout [String]) {
        func add(_ name: String?) {
            if let name, !names.contains(name) { names.append(name) }
        }
        switch kind {
        case .path(let steps):
            for step in steps where step.isTuple { step.collectTupleNames(&names) }
            for step in steps { for case .index(let name) in step.stages { add(name) } }
        case .block(let parts): parts.last?.collectTupleNames(&names)
        default: break
        }
        add(focus)
        add(index)
        add(ancestor?.label)
    }
}
