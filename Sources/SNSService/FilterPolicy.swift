import JSONModel
import ServicePorts

/// Which messages a subscription wants (developer guide, "Amazon SNS message filtering").
///
/// Taken: exact strings, numbers, booleans and null, `prefix`, `suffix`, `equals-ignore-case`, `anything-but` (also of
/// a prefix or a suffix), `numeric`, `exists`, `$or`, and, on the message's body, nested objects. Any other operator
/// is refused by name.
struct FilterPolicy: Sendable {
    enum Scope: String, Sendable {
        case attributes = "MessageAttributes"
        case body = "MessageBody"
    }

    indirect enum Node: Sendable {
        /// All members have to match.
        case all([(key: String, node: Node)])
        /// `$or`: one of them has to match.
        case any([Node])
        /// One of the conditions has to match the value.
        case value([FilterCondition])
    }

    let scope: Scope
    let root: Node

    /// The policy of a subscription's attributes; nil without one.
    init?(attributes: JSONObject) throws(AWSError) {
        guard let text = attributes.string("FilterPolicy") else { return nil }
        let scope = attributes.string("FilterPolicyScope").flatMap(Scope.init(rawValue:)) ?? .attributes
        try self.init(text, scope: scope)
    }

    init(_ text: String, scope: Scope) throws(AWSError) {
        let parsed: JSONValue
        do {
            parsed = try JSONValue(parsing: text)
        } catch {
            throw FilterPolicy.invalid("failed to parse JSON: \(error)")
        }
        guard let object = parsed.objectValue else { throw Self.invalid("a filter policy is a JSON object") }
        self.scope = scope
        root = try Self.node(object, scope, depth: 1)
        try Self.checkSize(root)
    }

    /// `attributes` and `body` as ``Message`` gives them; a body that is no JSON object matches nothing.
    func matches(attributes: JSONObject, body: JSONObject?) -> Bool {
        switch scope {
        case .attributes: Self.matches(root, attributes)
        case .body: body.map { Self.matches(root, $0) } ?? false
        }
    }

    private static func matches(_ node: Node, _ object: JSONObject) -> Bool {
        switch node {
        case .any(let nodes): nodes.contains { matches($0, object) }
        case .value: false
        case .all(let members): members.allSatisfy { matches($0.node, member: $0.key, of: object) }
        }
    }

    private static func matches(_ node: Node, member key: String, of object: JSONObject) -> Bool {
        switch node {
        case .any: matches(node, object)
        case .value(let conditions): conditions.contains { $0.matches(object[key]) }
        case .all:
            switch object[key] {
            case .object(let member): matches(node, member)
            case .array(let elements): elements.contains { $0.objectValue.map { matches(node, $0) } ?? false }
            default: false
            }
        }
    }

    static func invalid(_ reason: String) -> AWSError {
        SNSError.invalid("Attributes", reason: "FilterPolicy: \(reason)")
    }
}
