import Foundation
import JSONModel

/// A function's code, as the archive that Lambda takes.
struct CodeArchive: Sendable {
    var bytes: [UInt8]

    var sha256: String { Digest.sha256(bytes) }
    var base64: String { Data(bytes).base64EncodedString() }

    /// Lambda's limit for code, unpacked.
    static let maxBytes = 262_144_000

    /// A folder's files, a `.zip` file as it is, or a single source file.
    static func make(_ entry: ProjectFolder.Entry, path: String) throws(PathProblem) -> CodeArchive {
        switch entry {
        case .file(let file) where file.path.hasSuffix(".zip"):
            guard file.size <= maxBytes else { throw PathProblem(message: "\(path) is larger than \(maxBytes) bytes") }
            return CodeArchive(bytes: try ProjectFolder.bytes(file.path))
        case .file(let file): return try make([file], path: path)
        case .folder(let folder): return try make(try ProjectFolder.files(in: folder), path: path)
        }
    }

    private static func make(_ files: [LocalFile], path: String) throws(PathProblem) -> CodeArchive {
        guard !files.isEmpty else { throw PathProblem(message: "\(path) has no files") }
        guard files.reduce(0, { $0 + $1.size }) <= maxBytes, files.count < 65_535 else {
            throw PathProblem(message: "\(path) is larger than Lambda's \(maxBytes) bytes")
        }
        var archive = ZipArchive()
        for file in files {
            archive.add(file.relative, try ProjectFolder.bytes(file.path), isExecutable: file.isExecutable)
        }
        return CodeArchive(bytes: archive.finished())
    }

    /// Source that stands in the template: `index.py`, or `index.js`, as Lambda names it.
    static func inline(_ source: String, runtime: String) -> CodeArchive {
        var archive = ZipArchive()
        archive.add(runtime.hasPrefix("nodejs") ? "index.js" : "index.py", Array(source.utf8))
        return CodeArchive(bytes: archive.finished())
    }
}
