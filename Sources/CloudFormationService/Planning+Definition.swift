import JSONModel
import Templates

extension Planning {
    private static let maxDefinition = 1_048_576

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
        let properties = resource.properties
        if let value = properties["Definition"] {
            return DefinitionText(
                text: value.stringValue ?? value.serialized(pretty: true), file: plan.template.file,
                inTemplate: place(resource, "Definition"))
        }
        if let text = properties.string("DefinitionString") {
            return DefinitionText(
                text: text, file: plan.template.file, inTemplate: place(resource, "DefinitionString"))
        }
        guard let path = properties.string("DefinitionS3Location") else { return nil }
        do throws(PathProblem) {
            return DefinitionText(text: try read(path), file: path, inTemplate: nil)
        } catch {
            add(place(resource, "DefinitionS3Location"), "the definition of \(resource.logicalID): \(error.message)")
            return nil
        }
    }

    private func read(_ path: String) throws(PathProblem) -> String {
        guard S3Location(path) == nil else {
            throw PathProblem(message: "\(path) must be a file of the project; s3:// is not read here")
        }
        guard case .file(let file) = try folder.entry(path) else {
            throw PathProblem(message: "\(path) is a folder, not a file")
        }
        guard file.size <= Self.maxDefinition else {
            throw PathProblem(message: "\(path) is larger than \(Self.maxDefinition) bytes")
        }
        guard let text = String(validating: try ProjectFolder.bytes(file.path), as: UTF8.self) else {
            throw PathProblem(message: "\(path) is not UTF-8 text")
        }
        return text
    }
}
