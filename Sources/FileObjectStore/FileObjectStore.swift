public import ServicePorts
import Synchronization

/// An ``ObjectStore`` of plain files: the object `KEY` of `BUCKET` is the file `ROOT/BUCKET/KEY`, which people, DuckDB
/// and Spark read and write in place. Whatever regular file lies in a bucket's folder is an object, and every folder
/// with a bucket's name is a bucket.
///
/// - Keys that a file system cannot name lie under other names, which all begin with `.%`: see `KeyEncoding`.
/// - Symbolic links, pipes and devices are no objects; no link inside a bucket is followed.
/// - `ROOT/.objects` holds what files cannot: `metadata/` (ETags of multipart objects, content types, tags …; bound
///   to the file's size, modification time and inode, so that it ends with the file it describes), `uploads/`
///   (unfinished multipart uploads) and `incoming/` (files that have no name yet). It is on the buckets' own file
///   system, so that a rename makes an object.
/// - The ETag of a file that nothing is remembered about is its MD5, computed once.
public final class FileObjectStore: ObjectStore {
    let root: String
    let hidden: Folder
    let incoming: Incoming
    let sidecars: Sidecars
    let entityTags = EntityTagCache()
    let disk = DiskThreads()
    /// Held while names change, and never while the disk is waited for.
    let naming = Mutex(())

    /// `root`: the folder of the buckets' folders; made where it is missing.
    public init(root: String) throws {
        self.root = try makePath(root)
        guard let hidden = try Folder(path: self.root).makingFolder(Array(".objects".utf8)) else {
            throw ObjectStoreError.blocked(".objects")
        }
        guard let area = try hidden.makingFolder(Array("incoming".utf8)) else {
            throw ObjectStoreError.blocked(".objects/incoming")
        }
        self.hidden = hidden
        incoming = try Incoming(area: area)
        sidecars = Sidecars(hidden: hidden, incoming: incoming)
    }

    /// Where a bucket's objects lie; nil where there is no such bucket.
    public func folder(ofBucket bucket: String) -> String? {
        (try? openBucket(bucket)).map { _ in "\(root)/\(bucket)" }
    }

    func openBucket(_ bucket: String) throws -> Folder {
        guard Self.isBucketName(bucket), let folder = try Folder(path: root).folder(Array(bucket.utf8)) else {
            throw ObjectStoreError.noSuchBucket
        }
        return folder
    }

    /// A name that can only be a folder right below the root: the rest of S3's rules is the service's matter.
    static func isBucketName(_ name: String) -> Bool {
        let name = name.utf8
        return (1...255).contains(name.count) && name.first != UInt8(ascii: ".")
            && name.allSatisfy { $0 != UInt8(ascii: "/") && $0 >= 0x20 && $0 < 0x7F }
    }
}
