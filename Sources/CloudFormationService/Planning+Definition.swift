import JSONModel
import Templates

extension Planning {
    mutating func planDefinition(_ resource: ResolvedResource) {
        guard let definition = definition(resource) else { return }
        plan.definitions[resource.logicalID] = definition
        let values = Self.substitutions(resource.properties) { _, _ in "pending" }
        do throws(TemplateErrors) {
            _ = try definition.substituted(values)
        } catch {
            errors += error.errors
        }
        let missing = definition.missing(values)
        if !missing.isEmpty {
            let names = missing.map { "${\($0)}" }.joined(separator: ", ")
            plan.notices.append(
                "\(definition.file): \(names) stays as it is; DefinitionSubstitutions of \(resource.logicalID) has no "
                    + "value"
            )
        }
    }

    /// `DefinitionSubstitutions` as text, attributes filled in.
    static func substitutions(
        _ properties: JSONObject, _ attribute: (String, String) -> String?
    ) -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in properties.object("DefinitionSubstitutions") ?? [:] {
            values[name] = Symbolic.filled(value, attribute)?.stringValue
        }
        return values
    }

    private mutating func definition(_ resource: ResolvedResource) -> DefinitionText? {
        do throws(TemplateErrors) {
            return try DefinitionText(of: resource, plan.template, in: folder)
        } catch {
            errors += error.errors
            return nil
        }
    }
}
