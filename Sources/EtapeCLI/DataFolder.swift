import Foundation
import JSONModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder that holds all that a server keeps: `.etape/` of a project unless told otherwise.
struct DataFolder: Sendable {
    let path: String

    var database: String { path + "/etape.sqlite" }
    var buckets: String { path + "/buckets" }
    var logs: String { path + "/logs" }
    var functions: String { path + "/functions" }
    var runs: String { path + "/runs" }
    private var lockFile: String { path + "/lock" }
    private var addressFile: String { path + "/server.json" }

    init(_ path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

    var exists: Bool { FileManager.default.fileExists(atPath: database) }

    /// Whether a process has the folder.
    var isTaken: Bool { lock() == nil }

    /// Makes the folder, readable by its owner only, out of git's sight.
    func create() throws {
        do {
            for folder in [path, buckets, logs, functions, runs] {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
            // SQLite gives its other files this one's permissions.
            let descriptor = open(database, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            if descriptor >= 0 { close(descriptor) }
            let ignore = path + "/.gitignore"
            if !FileManager.default.fileExists(atPath: ignore) {
                try Data("*\n".utf8).write(to: URL(fileURLWithPath: ignore))
            }
        } catch {
            throw CLIError("cannot make the data folder \(path): \(error.localizedDescription)")
        }
    }

    /// Takes the folder for this process until it ends, however it ends; nil where another has it.
    func lock() -> FolderLock? {
        let descriptor = open(lockFile, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return FolderLock(descriptor: descriptor)
    }

    /// The address of the server that has the folder, where it is one that others may use.
    var serverAddress: String? { published("endpoint") }

    /// The project that server was started with.
    var servedProject: String? { published("project") }

    private func published(_ member: String) -> String? {
        guard let data = FileManager.default.contents(atPath: addressFile) else { return nil }
        return (try? JSONValue(parsing: Array(data)))?[member]?.stringValue
    }

    func publish(address: String, project: String?) throws {
        var object: JSONObject = ["endpoint": .string(address)]
        object["project"] = project.map(JSONValue.string)
        try Data(JSONValue.object(object).serializedBytes()).write(
            to: URL(fileURLWithPath: addressFile), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: addressFile)
    }

    func withdrawAddress() { try? FileManager.default.removeItem(atPath: addressFile) }
}

/// Holds a data folder while it lives.
final class FolderLock: Sendable {
    private let descriptor: Int32
    init(descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
}
