public import Templates

/// A stack that can be brought up: every file that the template names was found and read.
public struct StackPlan: Sendable {
    public let template: ResolvedTemplate
    /// What a person should know before.
    public var notices: [String] = []
    /// By logical id.
    var definitions: [String: DefinitionText] = [:]
    var archives: [String: CodeArchive] = [:]
    /// The files of a bucket by key.
    var uploads: [String: [UploadFile]] = [:]

    init(template: ResolvedTemplate) { self.template = template }

    /// The number and size of the files that belong into buckets.
    public var uploadTotals: (files: Int, bytes: Int) {
        let files = uploads.values.joined()
        return (files.count, files.reduce(0) { $0 + $1.file.size })
    }
}

struct UploadFile: Sendable {
    var key: String
    var file: LocalFile
}
