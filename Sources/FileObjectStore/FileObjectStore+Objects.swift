import Crypto
public import JSONModel
public import ServicePorts
import Synchronization

extension FileObjectStore {
    public func object(_ key: String, in bucket: String) async throws -> StoredObject? {
        try await disk.run { [self] in
            let folder = try openBucket(bucket)
            // Once more while no name changes: the object may have gone from one of its names to the other meanwhile.
            return try find(key, in: bucket, folder) ?? naming.withLock { _ in try find(key, in: bucket, folder) }
        }
    }

    private func find(_ key: String, in bucket: String, _ folder: Folder) throws -> StoredObject? {
        let key = Array(key.utf8)
        guard let place = try ObjectPlace.find(key, in: folder) else { return nil }
        return try describe(key, in: bucket, place.folder, place.name)
    }

    /// A body of more than 256 KiB is handed over as its file's path, to be sent without copying. Whoever replaces the
    /// object before the path is opened has the new bytes sent; the ETag that goes before them is the old one.
    public func body(
        of object: StoredObject, in bucket: String, offset: Int, count: Int
    ) async throws -> Payload? {
        guard count > 0 else { return Payload.none }
        return try await disk.run { [self] in
            let key = Array(object.key.utf8)
            guard let place = try ObjectPlace.find(key, in: openBucket(bucket)),
                let file = try place.folder.open(place.name), try file.status().identity == object.version
            else { return nil }
            let path = path(of: key, in: bucket, place.name)
            // Small ones are read here: nothing can come between the description and the bytes.
            if count <= Self.readAtOnce || path.utf8.count > Self.longestPath {
                let bytes = try file.read(at: offset, count: count)
                return bytes.count == count ? .bytes(bytes) : nil
            }
            return .file(path: path, offset: offset, count: count)
        }
    }

    public func update(
        _ key: String, in bucket: String, _ change: @Sendable (inout JSONObject) -> Void
    ) async throws -> StoredObject? {
        guard var object = try await object(key, in: bucket) else { return nil }
        change(&object.attributes)
        let changed = object
        return try await disk.run { [self] in
            let content = Sidecars.Content(entityTag: changed.entityTag, attributes: changed.attributes)
            try sidecars.write(content, Array(key.utf8), in: bucket, changed.version, durable: true)
            return changed
        }
    }

    /// Bytes up to which a body is handed over as bytes and not as a file.
    private static var readAtOnce: Int { 256 << 10 }
    /// Longer paths the system does not open.
    private static var longestPath: Int { 4000 }

    private func path(of key: [UInt8], in bucket: String, _ name: Folder.Name) -> String {
        let segments = KeyEncoding.segments(of: key)
        let above = segments.dropLast().flatMap(KeyEncoding.names(of:))
        let last = segments.last ?? []
        let plain = KeyEncoding.names(of: last)
        let names = above + (plain.last == name ? plain : KeyEncoding.shadowNames(of: last))
        return ([root, bucket] + names.map { String(decoding: $0, as: UTF8.self) }).joined(separator: "/")
    }

    /// Nil where the file is gone meanwhile.
    func describe(_ key: [UInt8], in bucket: String, _ folder: Folder, _ name: Folder.Name) throws -> StoredObject? {
        guard let status = try folder.status(name), status.kind == .file else { return nil }
        if let content = try sidecars.read(key, in: bucket, status.identity) {
            return stored(key, status, content)
        }
        if let tag = entityTags.tag(status.identity) {
            return stored(key, status, Sidecars.Content(entityTag: tag, attributes: [:]))
        }
        guard let (tag, hashed) = try hash(folder, name) else { return nil }
        let content = Sidecars.Content(entityTag: tag, attributes: [:])
        entityTags.remember(tag, hashed.identity)
        // Worth a file where computing it again would cost more than reading it.
        if hashed.size > 8 << 20 { try sidecars.write(content, key, in: bucket, hashed.identity, durable: false) }
        return stored(key, hashed, content)
    }

    func stored(_ key: [UInt8], _ status: FileStatus, _ content: Sidecars.Content) -> StoredObject {
        StoredObject(
            key: String(decoding: key, as: UTF8.self), size: status.size, modified: status.modified,
            entityTag: content.entityTag, attributes: content.attributes, version: status.identity)
    }

    /// The MD5 of a file and the state it belongs to; once more where the file changed under the reading.
    private func hash(_ folder: Folder, _ name: Folder.Name) throws -> (String, FileStatus)? {
        for _ in 0..<3 {
            guard let file = try folder.open(name) else { return nil }
            let before = try file.status()
            let tag = try hash(file)
            if try file.status() == before { return (tag, before) }
        }
        // Somebody writes it all the time: what was read last stands for it, and is not kept.
        guard let file = try folder.open(name) else { return nil }
        return (try hash(file), try file.status())
    }

    private func hash(_ file: OpenFile) throws -> String {
        var md5 = Insecure.MD5()
        var offset = 0
        while true {
            let bytes = try file.read(at: offset, count: 1 << 20)
            if bytes.isEmpty { return hexadecimal(md5.finalize()) }
            md5.update(data: bytes)
            offset += bytes.count
        }
    }
}
