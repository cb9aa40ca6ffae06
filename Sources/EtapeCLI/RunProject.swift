import CloudFormationService
import Foundation
import Foundations
import JSONModel
import ServicePorts
import Templates

/// A project as a command brings it up: the folder with its template, and what the command line gives it.
struct RunProject: Sendable {
    let project: Project
    let parameters: [String: String]
    let uploads: [String: String]

    init(folder: String, options: TemplateOptions) throws {
        parameters = try options.parameters()
        uploads = try options.uploads()
        let path = URL(fileURLWithPath: folder).standardizedFileURL.path
        do {
            project = try Project(folder: path)
        } catch let error as TemplateErrors {
            throw CLIError("\(error)")
        } catch let error as ProjectError {
            throw CLIError("\(error)")
        }
        try checkUploads()
    }

    private func checkUploads() throws {
        for (from, folder) in uploads.sorted(by: { $0.key < $1.key }) {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
                throw CLIError("--upload \(from)=\(folder): there is no such folder")
            }
        }
    }

    /// The template with everything resolved, or all that is wrong with it.
    func resolved(_ context: CallContext) throws -> ResolvedTemplate {
        do {
            return try project.template.resolve(
                parameters: parameters,
                context: TemplateContext(
                    account: context.account, region: context.region, stackName: project.stackName))
        } catch {
            throw CLIError("\(error)")
        }
    }

    /// Tells whether two commands mean the same project: its files by name, size and time, and the command's options.
    var fingerprint: String {
        var hash = StableHash()
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) { hash.add("parameter \(name)=\(value)") }
        for (from, folder) in uploads.sorted(by: { $0.key < $1.key }) {
            hash.add("upload \(from)")
            hash.add(filesOf: folder)
        }
        hash.add(filesOf: project.folder)
        return hash.text
    }
}

extension StableHash {
    fileprivate mutating func add(filesOf folder: String) {
        let paths = (FileManager.default.enumerator(atPath: folder)?.allObjects ?? []).compactMap { $0 as? String }
        for path in paths.sorted() where !Self.isAside(path) {
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + path)
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
            let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            add("\(path) \(attributes?[.size] as? Int ?? 0) \(time)")
        }
    }

    /// Hidden files, documents and Python's leavings are no part of what runs.
    private static func isAside(_ path: String) -> Bool {
        path.hasSuffix(".md") || path.hasSuffix(".pyc")
            || path.split(separator: "/").contains {
                $0.hasPrefix(".") || ["docs", "Images", "tests", "__pycache__"].contains($0)
            }
    }

}
