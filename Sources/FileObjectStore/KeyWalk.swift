/// The keys of a bucket in UTF-8 order, from a position on, read lazily: folders that hold no wanted key are not
/// opened, and files are not touched.
struct KeyWalk {
    struct Found {
        var key: [UInt8]
        var folder: Folder
        /// The file's name in the folder.
        var name: Folder.Name
    }

    private struct Frame {
        /// What the keys below begin with: empty, or up to and with a slash.
        var keys: [UInt8]
        /// The names on disk from the bucket down.
        var names: [Folder.Name]
        var cursor: FolderCursor
    }

    private let bucket: Folder
    private var after: [UInt8]
    private var frames: [Frame] = []
    /// How many times a folder was read so far.
    private(set) var reads = 0
    /// The folder last used: at most one is open, however deep the keys are.
    private var opened: (names: [Folder.Name], folder: Folder)

    init(bucket: Folder, prefix: [UInt8], after: [UInt8]) {
        self.bucket = bucket
        self.after = after
        opened = ([], bucket)
        let start = prefix.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        let keys = Array(prefix[..<start])
        let names = KeyEncoding.segments(of: keys).dropLast().flatMap(KeyEncoding.names(of:))
        push(keys, names, prefix: Array(prefix[start...]))
    }

    mutating func next() throws -> Found? {
        while var frame = frames.popLast() {
            let entry = try frame.cursor.next {
                reads += 1
                return try open(frame.names)
            }
            guard let entry else { continue }
            frames.append(frame)
            let key = frame.keys + entry.part
            if entry.isFolder {
                push(key, frame.names + entry.names, prefix: [])
            } else if let name = entry.names.last, let folder = try open(frame.names + entry.names.dropLast()),
                !key.isEmpty, String(validating: key, as: UTF8.self) != nil
            {
                return Found(key: key, folder: folder, name: name)
            }
        }
        return nil
    }

    /// Goes on with the first key greater than `key` (and than the last one).
    mutating func seek(after key: [UInt8]) {
        after = key
        while let frame = frames.last, !ByteOrder.begins(key, with: frame.keys),
            ByteOrder.compare(frame.keys, key) < 0
        {
            frames.removeLast()
        }
        for index in frames.indices {
            if let bound = bound(below: frames[index].keys) { frames[index].cursor.raise(to: bound) }
        }
    }

    private mutating func push(_ keys: [UInt8], _ names: [Folder.Name], prefix: [UInt8]) {
        // A folder whose keys all lie before the position is not even read.
        if !ByteOrder.begins(after, with: keys), ByteOrder.compare(keys + prefix, after) < 0,
            !ByteOrder.begins(after, with: keys + prefix)
        {
            return
        }
        frames.append(Frame(keys: keys, names: names, cursor: FolderCursor(prefix: prefix, bound: bound(below: keys))))
    }

    private func bound(below keys: [UInt8]) -> FolderCursor.Bound? {
        guard ByteOrder.begins(after, with: keys) else { return nil }
        return FolderCursor.Bound(part: Array(after[keys.count...]), holder: true)
    }

    private mutating func open(_ names: [Folder.Name]) throws -> Folder? {
        if opened.names == names { return opened.folder }
        let known = names.starts(with: opened.names) ? opened : (names: [], folder: bucket)
        guard let folder = try known.folder.folder(names.dropFirst(known.names.count)) else { return nil }
        opened = (names, folder)
        return folder
    }
}
