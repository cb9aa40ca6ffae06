import Foundation
public import Templates

/// A project's folder with the template in it.
public struct Project: Sendable {
    public let folder: String
    /// The template's name within the folder.
    public let templateFile: String
    public let template: Template

    static let templateNames = ["template.yaml", "template.yml", "template.json"]

    /// Reads the folder's template. Throws ``ProjectError`` or `TemplateErrors`.
    public init(folder: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw ProjectError.noFolder(folder)
        }
        guard let name = Self.templateName(in: folder) else { throw ProjectError.noTemplate(folder: folder) }
        self.folder = folder
        templateFile = name
        template = try Template(parsing: try Self.text(folder + "/" + name), file: name)
    }

    /// The name of the folder's template; nil where it has none, and so is no project.
    public static func templateName(in folder: String) -> String? {
        templateNames.first { FileManager.default.fileExists(atPath: folder + "/" + $0) }
    }

    private static func text(_ path: String) throws -> String {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard let size, size <= Template.maxBytes else {
            throw ProjectError.unreadable(file: path, reason: "it is larger than \(Template.maxBytes) bytes")
        }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ProjectError.unreadable(file: path, reason: "it is not UTF-8 text, or may not be read")
        }
    }

    /// The folder's name in the form that a stack's name takes: letters, digits and hyphens, a letter first.
    public var stackName: String {
        let name = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
        let characters = name.unicodeScalars.map { Self.isAllowed($0) ? Character($0) : "-" }
        let text = String(characters.drop { !$0.isLetter }.prefix(128))
        return text.isEmpty ? "etape" : text
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
    }
}
