import JSONModel

/// A value of a template's text, with its place. YAML's short tags are already in their long form (`!Ref A` is
/// `{Ref: A}`), as CloudFormation itself reads them.
struct Node: Sendable, Hashable {
    enum Value: Sendable, Hashable {
        case null
        case bool(Bool)
        case number(JSONNumber)
        case string(String)
        case list([Node])
        case map([Member])
    }

    struct Member: Sendable, Hashable {
        var name: String
        var position: SourcePosition
        var value: Node
    }

    var value: Value
    var position: SourcePosition

    init(_ value: Value, at position: SourcePosition) {
        self.value = value
        self.position = position
    }
}

extension Node {
    var string: String? { if case .string(let text) = value { text } else { nil } }
    var list: [Node]? { if case .list(let nodes) = value { nodes } else { nil } }
    var map: [Member]? { if case .map(let members) = value { members } else { nil } }
    var isNull: Bool { if case .null = value { true } else { false } }

    subscript(_ name: String) -> Node? { map?.first { $0.name == name }?.value }

    /// The text of a scalar as it stands for a string property: `5.0` is "5.0", `true` is "true".
    var scalarText: String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.description
        case .bool(let flag): flag ? "true" : "false"
        case .null, .list, .map: nil
        }
    }

    /// What it is, in the words of an error message.
    var kind: String {
        switch value {
        case .null: "nothing"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .list: "a list"
        case .map: "a map"
        }
    }

    var json: JSONValue {
        switch value {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .number(let number): .number(number)
        case .string(let text): .string(text)
        case .list(let nodes): .array(nodes.map(\.json))
        case .map(let members): .object(JSONObject(members.map { ($0.name, $0.value.json) }))
        }
    }
}

// How the SAM transform writes new text: every part stands where the text stood that it came from.
extension Node {
    static func text(_ text: String, at position: SourcePosition) -> Node { Node(.string(text), at: position) }
    static func list(_ nodes: [Node], at position: SourcePosition) -> Node { Node(.list(nodes), at: position) }

    static func map(_ members: [(String, Node)], at position: SourcePosition) -> Node {
        Node(.map(members.map { Member(name: $0.0, position: $0.1.position, value: $0.1) }), at: position)
    }

    static func getAtt(_ resource: String, _ attribute: String, at position: SourcePosition) -> Node {
        .map([("Fn::GetAtt", .text("\(resource).\(attribute)", at: position))], at: position)
    }
}
