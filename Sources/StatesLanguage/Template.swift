import JSONModel
public import JSONPath

/// A payload template with what its evaluation needs, known beforehand.
public struct Template: Sendable {
    public let payload: PayloadTemplate
    /// Whether it reads the Context object, which is then made for it.
    public let usesContext: Bool

    init(compiling value: JSONValue) throws(DefinitionError) {
        payload = try PayloadTemplate(compiling: value)
        usesContext = payload.expressions.contains { expression in
            switch expression {
            case .path(let path): path.root == .context
            case .intrinsic(let intrinsic): intrinsic.paths.contains { $0.root == .context }
            }
        }
    }
}
