public import ServicePorts
import Synchronization

extension FileObjectStore {
    @discardableResult
    public func delete(_ key: String, in bucket: String, if condition: WriteCondition?) async throws -> Bool {
        let key = Array(key.utf8)
        return try await disk.run { [self] in
            let folder = try openBucket(bucket)
            try check(condition, key, in: bucket, folder)
            guard let old = try naming.withLock({ _ in try unlink(key, in: folder) }) else { return false }
            try old.folder.synchronize()
            try sidecars.remove(key, in: bucket, old.status.identity)
            return true
        }
    }

    /// Removes an object's file, and the folders that this empties: no ghost of a key stays.
    private func unlink(_ key: [UInt8], in bucket: Folder) throws -> ObjectPlace? {
        guard let place = try ObjectPlace.find(key, in: bucket) else { return nil }
        let segments = KeyEncoding.segments(of: key)
        let above = segments.dropLast().flatMap(KeyEncoding.names(of:))
        let last = segments.last ?? []
        let plain = KeyEncoding.names(of: last)
        let shadow = KeyEncoding.shadowNames(of: last)
        guard let parent = try bucket.folder(above) else { return nil }
        // The shadow first: it must not come to light between the two.
        if let hiding = try ObjectPlace.find(shadow, below: parent) { try hiding.folder.remove(hiding.name) }
        if let shown = try ObjectPlace.find(plain, below: parent) { try shown.folder.remove(shown.name) }
        if shadow.count > 1 { try prune(above, shadow.dropLast(), in: bucket) }
        try prune(above, plain.dropLast(), in: bucket)
        try pruneSegments(segments.dropLast(), in: bucket)
        return place
    }

    /// Removes the folders of segments from the last one up, as long as they are empty.
    private func pruneSegments(_ segments: ArraySlice<[UInt8]>, in bucket: Folder) throws {
        var rest = segments
        while let segment = rest.popLast() {
            let above = rest.flatMap(KeyEncoding.names(of:))
            let names = KeyEncoding.names(of: segment)
            guard try prune(above, names[...], in: bucket), let parent = try bucket.folder(above) else { return }
            try unveil(segment, names, in: parent)
        }
    }

    /// Removes the folders `names` below `above`, from the last one up; whether the first is gone.
    @discardableResult
    private func prune(_ above: [Folder.Name], _ names: ArraySlice<Folder.Name>, in bucket: Folder) throws -> Bool {
        var rest = names
        while let name = rest.popLast() {
            guard let parent = try bucket.folder(above + rest), try parent.removeFolder(name) else {
                return rest.isEmpty
            }
        }
        return true
    }

    /// Gives an object its plain name back when the folder that had it is gone.
    private func unveil(_ segment: [UInt8], _ names: [Folder.Name], in parent: Folder) throws {
        let shadow = KeyEncoding.shadowNames(of: segment)
        guard names.count == 1, shadow.count == 1, let place = try ObjectPlace.find(shadow, below: parent),
            try parent.status(names[0]) == nil
        else { return }
        _ = try parent.rename(place.name, to: parent, names[0])
    }
}
