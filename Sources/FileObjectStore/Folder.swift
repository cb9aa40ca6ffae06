#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open folder. Everything below it is reached name by name and never through a symbolic link, so that no key and
/// no link laid inside a bucket leads out of it.
final class Folder: Sendable {
    typealias Name = [UInt8]

    let file: OpenFile
    private var descriptor: Int32 { file.descriptor }

    private init(descriptor: Int32) { file = OpenFile(descriptor: descriptor) }

    /// The folder at a path that is the owner's own choice (links in it are followed).
    init(path: String) throws {
        let descriptor = openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open \(path)") }
        file = OpenFile(descriptor: descriptor)
    }

    /// Nil where there is no folder of that name: nothing, a file, or a link.
    func folder(_ name: Name) throws -> Folder? {
        let descriptor = withPath(name) { openat(self.descriptor, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
        if descriptor >= 0 { return Folder(descriptor: descriptor) }
        if [ENOENT, ENOTDIR, ELOOP, EMLINK, ENAMETOOLONG, EINVAL].contains(errno) { return nil }
        throw SystemError("openat")
    }

    func folder(_ names: some Sequence<Name>) throws -> Folder? {
        var folder: Folder = self
        for name in names {
            guard let next = try folder.folder(name) else { return nil }
            folder = next
        }
        return folder
    }

    /// Nil where there is no regular file of that name. A pipe is not waited for.
    func open(_ name: Name) throws -> OpenFile? {
        let descriptor = withPath(name) { openat(self.descriptor, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else {
            if [ENOENT, ENOTDIR, ELOOP, EMLINK, ENXIO, ENAMETOOLONG].contains(errno) { return nil }
            throw SystemError("openat")
        }
        let file = OpenFile(descriptor: descriptor)
        return try file.status().kind == .file ? file : nil
    }

    /// A new file, for reading and writing.
    func create(_ name: Name) throws -> OpenFile {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = withPath(name) { openat(self.descriptor, $0, flags, 0o666) }
        guard descriptor >= 0 else { throw SystemError("openat") }
        return OpenFile(descriptor: descriptor)
    }

    /// Nil where nothing has that name. A link is not followed.
    func status(_ name: Name) throws -> FileStatus? {
        var status = stat()
        if withPath(name, { fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 { return FileStatus(status) }
        if [ENOENT, ENOTDIR, ENAMETOOLONG].contains(errno) { return nil }
        throw SystemError("fstatat")
    }

    /// False where something has that name already.
    @discardableResult
    func makeFolder(_ name: Name) throws -> Bool {
        if withPath(name, { mkdirat(descriptor, $0, 0o777) }) == 0 { return true }
        guard errno == EEXIST else { throw SystemError("mkdirat") }
        return false
    }

    /// The folder of that name, made and durable where it was missing.
    func makingFolder(_ name: Name) throws -> Folder? {
        if let folder = try folder(name) { return folder }
        if try makeFolder(name) { try synchronize() }
        return try folder(name)
    }

    /// False where the folder is not empty or not there.
    @discardableResult
    func removeFolder(_ name: Name) throws -> Bool {
        if withPath(name, { unlinkat(descriptor, $0, AT_REMOVEDIR) }) == 0 { return true }
        if [ENOTEMPTY, EEXIST, ENOENT, ENOTDIR].contains(errno) { return false }
        throw SystemError("unlinkat")
    }

    /// False where there was nothing of that name.
    @discardableResult
    func remove(_ name: Name) throws -> Bool {
        if withPath(name, { unlinkat(descriptor, $0, 0) }) == 0 { return true }
        if errno == ENOENT { return false }
        throw SystemError("unlinkat")
    }

    /// False where a folder has the new name.
    func rename(_ name: Name, to target: Folder, _ newName: Name) throws -> Bool {
        let outcome = withPath(name) { old in
            withPath(newName) { new in renameat(descriptor, old, target.descriptor, new) }
        }
        if outcome == 0 { return true }
        if [EISDIR, EEXIST, ENOTEMPTY].contains(errno) { return false }
        throw SystemError("renameat")
    }

    func synchronize() throws { try file.synchronize() }

    private func withPath<Result>(_ name: Name, _ body: ([CChar]) -> Result) -> Result {
        body(name.map { CChar(bitPattern: $0) } + [0])
    }
}
