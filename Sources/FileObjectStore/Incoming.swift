#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif
import Synchronization

/// Where files are written before they get their names: a folder of this process in the hidden area, on the buckets'
/// own file system. What a process that has died left there is removed; a lock that ends with its process tells.
final class Incoming: Sendable {
    private static let lock: Folder.Name = Array("lock".utf8)
    let folder: Folder
    private let held: OpenFile
    private let count = Atomic<Int>(0)

    /// `area`: the folder of all processes' folders.
    init(area: Folder) throws {
        try Self.removeAbandoned(in: area)
        (folder, held) = try Self.claim(in: area)
    }

    func create() throws -> (name: Folder.Name, file: OpenFile) {
        let number = count.add(1, ordering: .relaxed).newValue
        let name = Array("\(number)".utf8)
        return (name, try folder.create(name))
    }

    /// Writes a small file whole: under its name there is the old one or the new one.
    func write(_ bytes: [UInt8], to target: Folder, _ name: Folder.Name, durable: Bool) throws {
        let (temporary, file) = try create()
        do {
            try file.write(bytes)
            if durable { try file.synchronize() }
            guard try folder.rename(temporary, to: target, name) else { throw SystemError("renameat") }
            if durable { try target.synchronize() }
        } catch {
            _ = try? folder.remove(temporary)
            throw error
        }
    }

    private static func claim(in area: Folder) throws -> (Folder, OpenFile) {
        var number = 0
        while true {
            let name = Array("\(getpid())-\(number)".utf8)
            number += 1
            guard try area.makeFolder(name), let folder = try area.folder(name) else { continue }
            let file = try folder.create(lock)
            guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("flock") }
            return (folder, file)
        }
    }

    private static func removeAbandoned(in area: Folder) throws {
        for name in try area.names() {
            guard let file = try area.folder(name)?.open(lock) else { continue }
            if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 { try area.removeTree(name) }
        }
    }
}
