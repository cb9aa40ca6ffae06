public import ServicePorts
import Synchronization

extension FileObjectStore {
    public func buckets() async throws -> [StoredBucket] {
        try await disk.run { [self] in
            let folder = try Folder(path: root)
            let names = try folder.names().map { String(decoding: $0, as: UTF8.self) }
            return try names.filter(Self.isBucketName).sorted { Array($0.utf8).lexicographicallyPrecedes($1.utf8) }
                .compactMap { name in
                    guard let status = try folder.status(Array(name.utf8)), status.kind == .folder else { return nil }
                    return StoredBucket(name: name, modified: status.modified)
                }
        }
    }

    public func createBucket(_ bucket: String) async throws -> Bool {
        guard Self.isBucketName(bucket) else { throw ObjectStoreError.blocked(bucket) }
        return try await disk.run { [self] in
            let folder = try Folder(path: root)
            let name = Array(bucket.utf8)
            if try folder.makeFolder(name) {
                try folder.synchronize()
                return true
            }
            guard try folder.folder(name) != nil else { throw ObjectStoreError.blocked(bucket) }
            return false
        }
    }

    public func hasBucket(_ bucket: String) async throws -> Bool {
        do {
            _ = try openBucket(bucket)
            return true
        } catch ObjectStoreError.noSuchBucket {
            return false
        }
    }

    public func deleteBucket(_ bucket: String) async throws {
        try await disk.run { [self] in
            let folder = try openBucket(bucket)
            try naming.withLock { _ in
                var walk = KeyWalk(bucket: folder, prefix: [], after: [])
                // What is no object (a link, say) is somebody's all the same: it keeps the bucket.
                guard try walk.next() == nil, try folder.removeEmptyFolders(),
                    try Folder(path: root).removeFolder(Array(bucket.utf8))
                else { throw ObjectStoreError.bucketNotEmpty }
            }
            try Folder(path: root).synchronize()
            try sidecars.removeAll(of: bucket)
            try hidden.folder(Self.uploadsArea)?.removeTree(Array(bucket.utf8))
        }
    }
}
