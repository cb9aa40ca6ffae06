/// Where an object lies: the folder that holds it, its name there, and what the file system says about it.
struct ObjectPlace {
    var folder: Folder
    var name: Folder.Name
    var status: FileStatus

    /// The object of a key, under its plain name or its shadow name; nil where there is none.
    static func find(_ key: [UInt8], in bucket: Folder) throws -> ObjectPlace? {
        let segments = KeyEncoding.segments(of: key)
        guard let last = segments.last else { return nil }
        let above = segments.dropLast().flatMap(KeyEncoding.names(of:))
        guard let parent = try bucket.folder(above) else { return nil }
        return try find(KeyEncoding.names(of: last), below: parent)
            ?? find(KeyEncoding.shadowNames(of: last), below: parent)
    }

    /// The regular file at a path of names.
    static func find(_ names: [Folder.Name], below parent: Folder) throws -> ObjectPlace? {
        guard let name = names.last, let folder = try parent.folder(names.dropLast()),
            let status = try folder.status(name), status.kind == .file
        else { return nil }
        return ObjectPlace(folder: folder, name: name, status: status)
    }
}
