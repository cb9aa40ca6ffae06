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

    indirect enum Kind: Hashable, Sendable {
        case name(String)
        case variable(String)
        case string(String)
        case number(Double)
        case constant(Constant)
        case regex(RegexLiteral)
        case wildcard
        case descendants
        case parent
        /// `and`, `or`, `in` where an operand stands: a field of that name.
        case keyword(String)
        /// The `?` of a partial application.
        case placeholder
        /// The end of the text where an operand was expected.
        case end
        case negate(Expression)
        case array([Expression])
        case range(Expression, Expression)
        case object([Pair])
        case block([Expression])
        case binary(String, Expression, Expression)
        case predicate(Expression, Expression)
        case group(Expression, [Pair])
        case sort(Expression, [Term])
        case bind(String, Expression)
        case focus(Expression, String)
        case index(Expression, String)
        case conditional(Expression, Expression, Expression?)
        case elvis(Expression, Expression)
        case coalesce(Expression, Expression)
        case call(Expression, [Expression])
        case partial(Expression, [Expression])
        case lambda([String], signature: String?, Expression)
        case transform(Expression, Expression, Expression?)
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
