import JSONModel
import Templates

extension DefinitionText {
    private static let maxBytes = 1_048_576

    /// Reads a state machine's definition: from the template, or from the file that it names. nil where it has none.
    init?(
        of resource: ResolvedResource, _ template: ResolvedTemplate, in folder: ProjectFolder
    ) throws(TemplateErrors) {
        let properties = resource.properties
        if let value = properties["Definition"] {
            self.init(
                text: value.stringValue ?? value.serialized(pretty: true), file: template.file,
                inTemplate: Self.place(resource, "Definition"))
        } else if let text = properties.string("DefinitionString") {
            self.init(text: text, file: template.file, inTemplate: Self.place(resource, "DefinitionString"))
        } else if let path = properties.string("DefinitionS3Location") {
            do throws(PathProblem) {
                self.init(text: try Self.read(path, folder), file: path, inTemplate: nil)
            } catch {
                throw TemplateErrors([
                    TemplateError(
                        file: template.file, position: Self.place(resource, "DefinitionS3Location"),
                        message: "the definition of \(resource.logicalID): \(error.message)")
                ])
            }
        } else {
            return nil
        }
    }

    private static func place(_ resource: ResolvedResource, _ property: String) -> SourcePosition {
        resource.positions[property] ?? resource.position
    }

    private static func read(_ path: String, _ folder: ProjectFolder) throws(PathProblem) -> String {
        guard S3Location(path) == nil else {
            throw PathProblem(message: "\(path) must be a file of the project; s3:// is not read here")
        }
        guard case .file(let file) = try folder.entry(path) else {
            throw PathProblem(message: "\(path) is a folder, not a file")
        }
        guard file.size <= maxBytes else {
            throw PathProblem(message: "\(path) is larger than \(maxBytes) bytes")
        }
        guard let text = String(validating: try ProjectFolder.bytes(file.path), as: UTF8.self) else {
            throw PathProblem(message: "\(path) is not UTF-8 text")
        }
        return text
    }
}
