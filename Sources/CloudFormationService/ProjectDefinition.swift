import JSONModel
public import Templates

/// A state machine's definition of a project, as the service would take it and as it stands in its file.
public struct ProjectDefinition: Sendable {
    public var logicalID: String
    public var isExpress: Bool
    /// The file it stands in, within the project's folder.
    public var file: String
    /// What stands there; in the template, the definition alone.
    public var source: String
    /// With its substitutions, as JSON.
    public var definition: String
    /// The property of the template that holds it; nil where it has a file of its own.
    public var property: (pointer: String, position: SourcePosition)?

    /// The definitions of a project's template. Attributes that only a made resource has are stood in for.
    public static func all(of template: ResolvedTemplate, folder: String) throws(TemplateErrors) -> [ProjectDefinition]
    {
        let files = ProjectFolder(root: folder)
        var definitions: [ProjectDefinition] = []
        var errors: [TemplateError] = []
        for resource in template.resources where resource.type == "AWS::StepFunctions::StateMachine" {
            do throws(TemplateErrors) {
                guard let text = try DefinitionText(of: resource, template, in: files) else { continue }
                definitions.append(try ProjectDefinition(resource, text, template))
            } catch {
                errors += error.errors
            }
        }
        guard errors.isEmpty else { throw TemplateErrors(errors) }
        return definitions
    }

    private init(
        _ resource: ResolvedResource, _ text: DefinitionText, _ template: ResolvedTemplate
    ) throws(TemplateErrors) {
        let values = Planning.substitutions(resource.properties) { name, attribute in
            Self.attribute(attribute, of: template.resource(name), template.context)
        }
        logicalID = resource.logicalID
        isExpress = resource.properties.string("StateMachineType") == "EXPRESS"
        file = text.file
        source = text.text
        definition = try text.substituted(values)
        property = text.inTemplate.map { place in
            let name = resource.properties["Definition"] == nil ? "DefinitionString" : "Definition"
            return ("/Resources/\(resource.logicalID)/Properties/\(name)", place)
        }
    }

    /// The form that the attribute will have.
    private static func attribute(_ name: String, of resource: ResolvedResource?, _ context: TemplateContext) -> String?
    {
        guard let resource else { return nil }
        if let known = resource.attributes[name] { return known }
        guard resource.type == "AWS::Lambda::Function", name == "Arn" else { return "pending" }
        return "arn:aws:lambda:\(context.region):\(context.account):function:\(resource.physicalName)"
    }
}
