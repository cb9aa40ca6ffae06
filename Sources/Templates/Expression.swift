import JSONModel

/// A value of a template with its functions understood, before anything is known about parameters.
struct Expression: Sendable {
    indirect enum Form: Sendable {
        case literal(JSONValue)
        case list([Expression])
        case map([(name: String, value: Expression)])
        case parameter(String)
        case pseudo(PseudoParameter)
        case reference(String)
        case attribute(String, String)
        /// `Fn::Sub` and `Fn::Join`: parts put together, the separator between them.
        case join(String, Expression)
        case concatenation([Expression])
        case select(Expression, Expression)
        case split(String, Expression)
        case findInMap(Expression, Expression, Expression)
        case choice(condition: String, then: Expression, otherwise: Expression)
        case equals(Expression, Expression)
        case all([Expression])
        case any([Expression])
        case not(Expression)
        case condition(String)
    }

    var form: Form
    var position: SourcePosition

    init(_ form: Form, at position: SourcePosition) {
        self.form = form
        self.position = position
    }

    /// The expressions directly inside, whichever way conditions go.
    var children: [Expression] {
        switch form {
        case .literal, .parameter, .pseudo, .reference, .attribute, .condition: []
        case .list(let parts), .concatenation(let parts), .all(let parts), .any(let parts): parts
        case .map(let members): members.map(\.value)
        case .join(_, let inner), .split(_, let inner), .not(let inner): [inner]
        case .select(let first, let second), .equals(let first, let second): [first, second]
        case .findInMap(let map, let first, let second): [map, first, second]
        case .choice(_, let first, let second): [first, second]
        }
    }
}

/// What `Ref: AWS::…` stands for.
enum PseudoParameter: String, Sendable, CaseIterable {
    case region = "AWS::Region"
    case account = "AWS::AccountId"
    case partition = "AWS::Partition"
    case stackName = "AWS::StackName"
    case stackID = "AWS::StackId"
    case urlSuffix = "AWS::URLSuffix"
    case noValue = "AWS::NoValue"
}

/// The names that functions can refer to.
struct Symbols: Sendable {
    var parameters: Set<String> = []
    var mappings: Set<String> = []
    var conditions: Set<String> = []
    /// Resource → its type, after the SAM transform.
    var resources: [String: String] = [:]
}
