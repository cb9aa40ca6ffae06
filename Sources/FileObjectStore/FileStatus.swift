#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif
import Foundations

/// What the file system says about a file. Size, inode and modification time (ns) together are its identity: who
/// writes the file anew, by whatever way, changes at least one of them, and renaming changes none.
struct FileStatus: Sendable, Hashable {
    enum Kind: Sendable { case file, folder, other }

    var kind: Kind
    var size: Int
    var inode: UInt64
    var seconds: Int
    var nanoseconds: Int

    var modified: Timestamp { Timestamp(milliseconds: Int64(seconds) * 1000 + Int64(nanoseconds) / 1_000_000) }

    /// `INODE-SECONDS.NANOSECONDS-SIZE`
    var identity: String { "\(inode)-\(seconds).\(nanoseconds)-\(size)" }

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        default: kind = .other
        }
        size = Int(status.st_size)
        inode = UInt64(status.st_ino)
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        seconds = Int(time.tv_sec)
        nanoseconds = Int(time.tv_nsec)
    }
}
