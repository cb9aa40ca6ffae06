import JSONModel
import ServicePorts

extension FilterPolicy {
    static func node(_ object: JSONObject, _ scope: Scope, depth: Int) throws(AWSError) -> Node {
        guard !object.isEmpty else { throw invalid("an object has at least one key") }
        guard depth <= 100 else { throw invalid("nested too deeply") }
        var members: [(key: String, node: Node)] = []
        for (key, value) in object { members.append((key, try node(key, value, scope, depth))) }
        return .all(members)
    }

    private static func node(
        _ key: String, _ value: JSONValue, _ scope: Scope, _ depth: Int
    ) throws(AWSError) -> Node {
        switch value {
        case .array(let elements): return try node(key, elements, scope, depth)
        case .object(let object):
            guard scope == .body else {
                throw invalid("Filter policy scope MessageAttributes does not support nested filter policy")
            }
            return try node(object, scope, depth: depth + 1)
        default: throw invalid("\"\(key)\" must be an object or an array")
        }
    }

    private static func node(
        _ key: String, _ elements: [JSONValue], _ scope: Scope, _ depth: Int
    ) throws(AWSError) -> Node {
        if key == "$or", elements.count >= 2, elements.allSatisfy({ $0.objectValue != nil }) {
            var nodes: [Node] = []
            for element in elements { nodes.append(try node(element.objectValue ?? [:], scope, depth: depth)) }
            return .any(nodes)
        }
        guard !elements.isEmpty else { throw invalid("Empty arrays are not allowed (\"\(key)\")") }
        var conditions: [FilterCondition] = []
        for element in elements { conditions.append(try FilterCondition(element)) }
        return .value(conditions)
    }

    /// AWS's limits: five keys, and 150 combinations, where a value counts as often as it is nested deep.
    static func checkSize(_ root: Node) throws(AWSError) {
        guard keys(root) <= 5 else { throw invalid("Filter policy can not have more than 5 keys") }
        guard combinations(root, depth: 0) <= 150 else { throw invalid("Filter policy is too complex") }
    }

    private static func keys(_ node: Node) -> Int {
        switch node {
        case .all(let members): members.reduce(0) { $0 + keys($1.node) }
        case .any(let nodes): nodes.reduce(0) { $0 + keys($1) }
        case .value: 1
        }
    }

    private static func combinations(_ node: Node, depth: Int) -> Int {
        switch node {
        case .all(let members): members.reduce(1) { capped($0 * combinations($1.node, depth: depth + 1)) }
        case .any(let nodes): nodes.reduce(0) { capped($0 + combinations($1, depth: depth - 1)) }
        case .value(let conditions): capped(conditions.count * max(depth, 1))
        }
    }

    private static func capped(_ number: Int) -> Int { min(number, 1_000_000) }
}
