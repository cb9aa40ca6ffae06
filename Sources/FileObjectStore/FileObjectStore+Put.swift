public import JSONModel
public import ServicePorts
import Synchronization

extension FileObjectStore {
    public func put(
        _ staged: StagedBytes, as key: String, in bucket: String, entityTag: String?, attributes: JSONObject,
        if condition: WriteCondition?
    ) async throws -> StoredObject {
        let key = Array(key.utf8)
        let content = Sidecars.Content(entityTag: entityTag ?? staged.md5, attributes: attributes)
        return try await disk.run { [self] in
            do {
                return try publish(staged, key, in: bucket, content, condition)
            } catch {
                _ = try? incoming.folder.remove(Array(staged.handle.utf8))
                throw error
            }
        }
    }

    private func publish(
        _ staged: StagedBytes, _ key: [UInt8], in bucket: String, _ content: Sidecars.Content,
        _ condition: WriteCondition?
    ) throws -> StoredObject {
        let folder = try openBucket(bucket)
        let name = Array(staged.handle.utf8)
        guard let status = try incoming.folder.status(name) else { throw SystemError("fstatat") }
        // An ETag alone need not be written down: the bytes give it again.
        let isPlain = content.entityTag == staged.md5 && content.attributes.isEmpty
        if isPlain {
            entityTags.remember(content.entityTag, status.identity)
        } else {
            try sidecars.write(content, key, in: bucket, status.identity, durable: true)
        }
        do {
            let (old, parent) = try naming.withLock { _ in
                try check(condition, key, in: bucket, folder)
                let old = try ObjectPlace.find(key, in: folder)
                return (old, try KeyFolders(bucket: folder).place(name, of: incoming.folder, as: key))
            }
            try parent.synchronize()
            if let old { try sidecars.remove(key, in: bucket, old.status.identity) }
            return stored(key, status, content)
        } catch {
            try? sidecars.remove(key, in: bucket, status.identity)
            throw error
        }
    }

    func check(_ condition: WriteCondition?, _ key: [UInt8], in bucket: String, _ folder: Folder) throws {
        guard let condition else { return }
        let place = try ObjectPlace.find(key, in: folder)
        let holds: Bool
        switch condition {
        case .absent: holds = place == nil
        case .present: holds = place != nil
        case .entityTag(let tag):
            let object = try place.flatMap { try describe(key, in: bucket, $0.folder, $0.name) }
            holds = object?.entityTag == tag
        }
        guard holds else { throw ObjectStoreError.conditionFailed }
    }
}
