/// An expression whose paths are resolved: names and dots have become steps, predicates stand on their steps, and each
/// parent operator knows the step it climbs to. Built once by `Resolver`, read by `Compiler`.
final class Tree {
    indirect enum Kind {
        case path([Tree])
        case name(String)
        case variable(String)
        case string(String)
        case number(Double)
        case constant(Constant)
        case regex(RegexLiteral)
        case wildcard
        case descendants
        case parent(ParentSlot)
        case placeholder
        case negate(Tree)
        case array([Tree])
        case range(Tree, Tree)
        case object([Pair])
        case block([Tree])
        case binary(Symbol, Tree, Tree)
        case sort([Term])
        case bind(String, Tree)
        case conditional(Tree, Tree, Tree?)
        case elvis(Tree, Tree)
        case coalesce(Tree, Tree)
        case apply(Tree, Tree)
        case call(Tree, [Tree])
        case partial(Tree, [Tree])
        case lambda([String], signature: Signature?, Tree)
        case transform(Tree, Tree, Tree?)
    }

    struct Pair {
        var key: Tree
        var value: Tree
    }

    struct Term {
        var expression: Tree
        var isDescending: Bool
    }

    enum Stage {
        case filter(Tree)
        case index(String)
    }

    var kind: Kind
    let position: Int
    /// Predicates of an expression that is no step of a path, and those of one that is.
    var predicates: [Stage] = []
    var stages: [Stage] = []
    var group: [Pair]?
    var groupPosition = 0
    var keepsArray = false
    /// On a path: one of its steps keeps its array.
    var keepsSingleton = false
    /// An array constructor whose result a path must not flatten.
    var isArrayConstructor = false
    var isTuple = false
    var focus: String?
    var index: String?
    var ancestor: ParentSlot?
    var seekingParent: [ParentSlot] = []

    init(_ kind: Kind, at position: Int) {
        self.kind = kind
        self.position = position
    }

    var steps: [Tree]? { if case .path(let steps) = kind { steps } else { nil } }
    var isParent: Bool { if case .parent = kind { true } else { false } }
    var isArrayLiteral: Bool { if case .array = kind { true } else { false } }
    var isSort: Bool { if case .sort = kind { true } else { false } }
}

/// One use of the parent operator: how many levels it has still to climb, and the name its value is bound to.
final class ParentSlot {
    var label: String
    var level = 1
    /// Where the slot was made, to give it the label of another that climbs to the same step.
    init(label: String) { self.label = label }
}
