import JSONModel
public import JSONPath

/// A payload template in either language, with what its evaluation needs, known beforehand.
public enum Template: Sendable {
    /// `usesContext`: whether it reads the Context object, which is then made for it.
    case payload(PayloadTemplate, usesContext: Bool)
    case jsonata(JSONataTemplate)

    init(payload value: JSONValue) throws(DefinitionError) {
        try Self.checkNames(in: value)
        let payload = try PayloadTemplate(compiling: value)
        let usesContext = payload.expressions.contains { expression in
            switch expression {
            case .path(let path): path.root == .context
            case .intrinsic(let intrinsic): intrinsic.paths.contains { $0.root == .context }
            }
        }
        self = .payload(payload, usesContext: usesContext)
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
