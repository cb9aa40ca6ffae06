import ServicePorts

/// Gives files the names of keys, and makes room for them: folders that are missing, and other names for objects whose
/// plain name a folder needs.
struct KeyFolders {
    var bucket: Folder

    /// Moves a file to where the object `key` lies; the folder that holds it now.
    func place(_ name: Folder.Name, of folder: Folder, as key: [UInt8]) throws -> Folder {
        var parent = bucket
        let segments = KeyEncoding.segments(of: key)
        for segment in segments.dropLast() { parent = try openOrMake(segment, in: parent) }
        let last = segments.last ?? []
        let plain = KeyEncoding.names(of: last)
        let shadow = KeyEncoding.shadowNames(of: last)
        if let holder = try move(name, of: folder, to: plain, below: parent) {
            if let veiled = try ObjectPlace.find(shadow, below: parent) { try veiled.folder.remove(veiled.name) }
            return holder
        }
        guard let holder = try move(name, of: folder, to: shadow, below: parent) else { throw blocked(key) }
        return holder
    }

    /// Nil where a folder that is not empty has the name.
    private func move(
        _ name: Folder.Name, of folder: Folder, to names: [Folder.Name], below parent: Folder
    ) throws -> Folder? {
        var holder = parent
        for name in names.dropLast() {
            guard let next = try holder.makingFolder(name) else { throw blocked(name) }
            holder = next
        }
        guard let last = names.last else { return nil }
        if try folder.rename(name, to: holder, last) { return holder }
        guard try holder.removeFolder(last) else { return nil }
        return try folder.rename(name, to: holder, last) ? holder : nil
    }

    private func openOrMake(_ segment: [UInt8], in parent: Folder) throws -> Folder {
        let names = KeyEncoding.names(of: segment)
        if let folder = try parent.folder(names) { return folder }
        if let taken = try ObjectPlace.find(names, below: parent) {
            guard try move(taken.name, of: taken.folder, to: KeyEncoding.shadowNames(of: segment), below: parent) != nil
            else { throw blocked(segment) }
        }
        var folder = parent
        for name in names {
            guard let next = try folder.makingFolder(name) else { throw blocked(name) }
            folder = next
        }
        return folder
    }

    private func blocked(_ name: [UInt8]) -> ObjectStoreError { .blocked(String(decoding: name, as: UTF8.self)) }
}
