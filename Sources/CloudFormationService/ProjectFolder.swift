import Foundation

/// A file that lies in a folder of the project.
public struct LocalFile: Sendable, Hashable {
    public var path: String
    /// Its path within the folder that was listed, with `/`.
    public var relative: String
    public var size: Int
    public var isExecutable: Bool
}

/// A path that a template names and that cannot be used.
struct PathProblem: Error {
    var message: String
}

/// The files of a project, and nothing outside of it: no path leads out of the folder, no symbolic link is followed.
struct ProjectFolder: Sendable {
    enum Entry: Sendable {
        case file(LocalFile)
        case folder(String)
    }

    let root: String
    private static let maxFiles = 100_000

    /// What `path`, as the template writes it, names.
    func entry(_ path: String) throws(PathProblem) -> Entry {
        guard !path.hasPrefix("/"), !path.hasPrefix("~"), !path.contains("\0") else {
            throw PathProblem(message: "\(path) must be a path within the project's folder")
        }
        let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !parts.contains("..") else { throw PathProblem(message: "\(path) leads out of the project's folder") }
        var place = root
        for part in parts {
            place += "/" + part
            if Self.kind(place) == .typeSymbolicLink {
                throw PathProblem(message: "\(path) goes through a symbolic link, which is not followed")
            }
        }
        return try Self.entry(at: place, named: path)
    }

    /// What lies at a path of the file system that the caller chose, wherever it leads.
    static func chosen(_ path: String) throws(PathProblem) -> Entry {
        try entry(at: URL(fileURLWithPath: path).resolvingSymlinksInPath().path, named: path)
    }

    private static func entry(at place: String, named path: String) throws(PathProblem) -> Entry {
        switch kind(place) {
        case .typeDirectory?: return .folder(place)
        case .typeRegular?:
            guard let file = file(place, relative: String(place.split(separator: "/").last ?? "")) else { break }
            return .file(file)
        default: break
        }
        throw PathProblem(message: "\(path) does not exist")
    }

    /// The regular files below a folder, by path in the order of their bytes; hidden ones, `__pycache__` and symbolic
    /// links are left out.
    static func files(in folder: String) throws(PathProblem) -> [LocalFile] {
        var result: [LocalFile] = []
        var waiting = [""]
        while let relative = waiting.popLast() {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + relative) else {
                throw PathProblem(message: "the folder \(relative.isEmpty ? folder : relative) cannot be read")
            }
            for name in names where !name.hasPrefix(".") && name != "__pycache__" {
                let path = relative.isEmpty ? name : relative + "/" + name
                switch kind(folder + "/" + path) {
                case .typeDirectory?: waiting.append(path)
                case .typeRegular?: if let file = file(folder + "/" + path, relative: path) { result.append(file) }
                default: break
                }
            }
            guard result.count <= maxFiles else {
                throw PathProblem(message: "\(folder) has more than \(maxFiles) files")
            }
        }
        return result.sorted { $0.relative.utf8.lexicographicallyPrecedes($1.relative.utf8) }
    }

    private static func kind(_ path: String) -> FileAttributeType? {
        try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    }

    private static func file(_ path: String, relative: String) -> LocalFile? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let size = attributes[.size] as? Int
        else { return nil }
        let mode = attributes[.posixPermissions] as? Int ?? 0o644
        return LocalFile(path: path, relative: relative, size: size, isExecutable: mode & 0o100 != 0)
    }

    static func bytes(_ path: String) throws(PathProblem) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PathProblem(message: "\(path) cannot be read")
        }
        return [UInt8](data)
    }
}
