public import JSONModel

/// A YAML or JSON text as its value, with the place of each part: findings about the value are shown as
/// `file:line:column`. Places are named by JSON pointers (RFC 6901).
public struct SourceTree: Sendable {
    private let root: Node

    public var value: JSONValue { root.json }

    /// A document of its own: a state machine's definition.
    public init(document text: String, file: String) throws(TemplateErrors) {
        root = try SourceDocument.node(text, file: file)
    }

    /// A CloudFormation template, its short functions in their long form (`!Ref A` is `{Ref: A}`).
    public init(template text: String, file: String) throws(TemplateErrors) {
        var findings = Findings(file: file)
        let node = SourceDocument.template(text, file: file, findings: &findings)
        try findings.check()
        root = node ?? Node(.null, at: .start)
    }

    /// Where the value begins; where there is none, the name of the innermost thing around it that is there.
    public func position(nearest pointer: String) -> SourcePosition {
        var (node, name) = (root, root.position)
        for token in JSONPointer.tokens(of: pointer) {
            if let list = node.list, let index = Int(token), list.indices.contains(index) {
                (node, name) = (list[index], list[index].position)
            } else if let member = node.map?.first(where: { $0.name == token }) {
                (node, name) = (member.value, member.position)
            } else {
                return name
            }
        }
        return node.position
    }
}
