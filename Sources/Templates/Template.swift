import JSONModel

/// A CloudFormation or SAM template, read and checked: every name in it is known, every type, property and function
/// is one that is carried out here. What depends on parameters is left to ``resolve(parameters:context:)``.
///
/// Follows the template reference of AWS CloudFormation (format 2010-09-09) and SAM's 2016-10-31.
public struct Template: Sendable {
    public let file: String
    public let description: String?
    public let parameters: [TemplateParameter]
    let mappings: [String: JSONObject]
    let conditions: [String: Expression]
    let resources: [CompiledResource]
    let outputs: [CompiledOutput]

    /// CloudFormation's own limit for a template.
    public static let maxBytes = 1_048_576

    /// Reads YAML or JSON. Throws everything that is wrong at once.
    public init(parsing text: String, file: String) throws(TemplateErrors) {
        var reader = TemplateReader(findings: Findings(file: file))
        guard text.utf8.count <= Self.maxBytes else {
            throw TemplateErrors([
                TemplateError(file: file, position: .start, message: "a template has at most \(Self.maxBytes) bytes")
            ])
        }
        let root = SourceDocument.template(text, file: file, findings: &reader.findings)
        try reader.findings.check()
        let template = reader.read(root)
        try reader.findings.check()
        self = template
    }

    init(
        file: String, description: String?, parameters: [TemplateParameter], mappings: [String: JSONObject],
        conditions: [String: Expression], resources: [CompiledResource], outputs: [CompiledOutput]
    ) {
        self.file = file
        self.description = description
        self.parameters = parameters
        self.mappings = mappings
        self.conditions = conditions
        self.resources = resources
        self.outputs = outputs
    }
}

struct CompiledResource: Sendable {
    struct Upload: Sendable {
        var from: Expression
        var prefix: Expression?
        var position: SourcePosition
    }

    var declaration: ResourceDeclaration
    var type: ResourceType
    var properties: [(member: Node.Member, value: Expression)]
    var uploads: [Upload]

    var logicalID: String { declaration.logicalID }
}

struct CompiledOutput: Sendable {
    var name: String
    var description: String?
    var condition: String?
    var value: Expression
    var position: SourcePosition
}
