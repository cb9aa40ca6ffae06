/// An expression as it was written, before its paths are resolved.
struct Expression: Hashable, Sendable {
    var kind: Kind
    var position: SourcePosition
    /// `[]` was written behind it: its sequences stay arrays.
    var keepsArray = false

    init(_ kind: Kind, at position: Int) {
        self.kind = kind
        self.position = SourcePosition(offset: position)
    }

    /// Leaves stand in place; parts with parts are references.
    enum Kind: Hashable, Sendable {
        case name(String)
        case variable(String)
        case string(String)
        case number(Double)
        case constant(Constant)
        indirect case regex(RegexLiteral)
        case wildcard
        case descendants
        case parent
        /// `and`, `or`, `in` where an operand stands: a field of that name.
        case keyword(String)
        /// The `?` of a partial application.
        case placeholder
        /// The end of the text where an operand was expected.
        case end
        indirect case negate(Expression)
        case array([Expression])
        indirect case range(Expression, Expression)
        case object([Pair])
        case block([Expression])
        indirect case binary(Symbol, Expression, Expression)
        indirect case predicate(Expression, Expression)
        indirect case group(Expression, [Pair])
        indirect case sort(Expression, [Term])
        indirect case bind(String, Expression)
        indirect case focus(Expression, String)
        indirect case index(Expression, String)
        indirect case conditional(Expression, Expression, Expression?)
        indirect case elvis(Expression, Expression)
        indirect case coalesce(Expression, Expression)
        indirect case call(Expression, [Expression])
        indirect case partial(Expression, [Expression])
        indirect case lambda([String], signature: String?, Expression)
        indirect case transform(Expression, Expression, Expression?)
    }

    struct Pair: Hashable, Sendable {
        var key: Expression
        var value: Expression
    }

    struct Term: Hashable, Sendable {
        var expression: Expression
        var isDescending: Bool
    }
}

/// Where something stands in the text. Two expressions are the same wherever they stand.
struct SourcePosition: Hashable, Sendable {
    var offset: Int
    static func == (left: SourcePosition, right: SourcePosition) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}
