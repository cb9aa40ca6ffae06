import JSONModel
public import JSONPath

/// A payload template with what its evaluation needs, known beforehand.
public struct Template: Sendable {
    public let payload: PayloadTemplate
    /// Whether it reads the Context object, which is then made for it.
    public let usesContext: Bool

    init(compiling value: JSONValue) throws(DefinitionError) {
        try Self.checkNames(in: value)
        payload = try PayloadTemplate(compiling: value)
        usesContext = payload.expressions.contains { expression in
            switch expression {
            case .path(let path): path.root == .context
            case .intrinsic(let intrinsic): intrinsic.paths.contains { $0.root == .context }
            }
        }
    }

    /// A member is given once: as `name`, or as `name.$`.
    private static func checkNames(in value: JSONValue) throws(DefinitionError) {
        switch value {
        case .object(let object):
            for (name, member) in object {
                if object[name + ".$"] != nil {
                    throw DefinitionError(
                        text: value.serialized(), message: "'\(name)' and '\(name).$' name the same member",
                        field: name + ".$")
                }
                try checkNames(in: member)
            }
        case .array(let elements): for element in elements { try checkNames(in: element) }
        default: break
        }
    }
}
