public import Templates

/// A resource that could not be brought up, where the template names it, and why.
public struct ProvisionError: Error, Sendable, Hashable {
    public var file: String
    public var position: SourcePosition
    public var logicalID: String
    public var type: String
    /// The service's error code, where a service refused.
    public var code: String?
    public var message: String

    init(_ resource: ResolvedResource, file: String, code: String? = nil, message: String) {
        self.file = file
        position = resource.position
        logicalID = resource.logicalID
        type = resource.type
        self.code = code
        self.message = message
    }
}

extension ProvisionError: CustomStringConvertible {
    /// `template.yaml:12:3: ExtractJob (AWS::Glue::Job): InvalidInputException: …`
    public var description: String {
        let reason = code.map { "\($0): \(message)" } ?? message
        return "\(file):\(position.line):\(position.column): \(logicalID) (\(type)): \(reason)"
    }
}

/// A folder that is no project.
public enum ProjectError: Error, Sendable, Hashable {
    case noFolder(String)
    case noTemplate(folder: String)
    case unreadable(file: String, reason: String)
}

extension ProjectError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noFolder(let folder): "\(folder) is not a folder."
        case .noTemplate(let folder):
            "\(folder) has no template.yaml (or template.yml, template.json). A project is a folder with a "
                + "CloudFormation or SAM template that names its state machine, jobs, functions and buckets."
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
        }
    }
}
