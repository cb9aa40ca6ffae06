public import ServicePorts
import Synchronization

extension FileObjectStore {
    @discardableResult
    public func delete(_ key: String, in bucket: String, if condition: WriteCondition?) async throws -> Bool {
        let key = Array(key.utf8)
        return try await disk.run { [self] in
            let folder = try openBucket(bucket)
            let old = try naming.withLock { _ in
                try check(condition, key, in: bucket, folder)
                return try unlink(key, in: folder)
            }
            guard let old else { return false }
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
        let steps = FolderStep.steps(to: segments.dropLast())
        for names in [shadow, plain] where names.count > 1 {
            try bucket.prune(steps + names.dropLast().map { FolderStep(name: $0) })
        }
        try bucket.prune(steps)
        return place
    }
}

/// One folder on the way to an object.
struct FolderStep {
    var name: Folder.Name
    /// The segment that it stands for, where it alone does.
    var segment: [UInt8]?

    static func steps(to segments: some Sequence<[UInt8]>) -> [FolderStep] {
        segments.flatMap { segment in
            let names = KeyEncoding.names(of: segment)
            return names.map { FolderStep(name: $0, segment: names.count == 1 ? segment : nil) }
        }
    }
}

extension Folder {
    /// Removes the folders on a way from the last one up, as long as they are empty.
    func prune(_ steps: [FolderStep]) throws {
        var rest = steps[...]
        while !rest.isEmpty {
            // A stretch at a time: ways may be longer than a process may have files open.
            let stretch = rest.suffix(64)
            rest = rest.dropLast(stretch.count)
            guard var parents = try folder(rest.map(\.name)).map({ [$0] }) else { return }
            for step in stretch.dropLast() {
                guard let next = try parents.last?.folder(step.name) else { return }
                parents.append(next)
            }
            for (step, parent) in zip(stretch, parents).reversed() {
                guard try parent.removeFolder(step.name) else { return }
                if let segment = step.segment { try parent.unveil(segment, step.name) }
            }
        }
    }

    /// Gives an object its plain name back when the folder that had it is gone.
    private func unveil(_ segment: [UInt8], _ name: Name) throws {
        let shadow = KeyEncoding.shadowNames(of: segment)
        guard shadow.count == 1, let veiled = try ObjectPlace.find(shadow, below: self), try status(name) == nil else {
            return
        }
        _ = try rename(veiled.name, to: self, name)
    }
}
