/// One reading of a folder that keeps the least entries which a bound admits.
struct FolderScan {
    let prefix: [UInt8]
    let bound: FolderCursor.Bound?
    /// Only entries greater than it.
    let last: [UInt8]?
    let limit: Int
    private var kept: [FolderCursor.Entry] = []
    /// What is greater was left out.
    private var ceiling: [UInt8]?

    init(prefix: [UInt8], bound: FolderCursor.Bound?, last: [UInt8]?, limit: Int) {
        self.prefix = prefix
        self.last = last
        self.bound = bound
        self.limit = limit
    }

    mutating func read(_ folder: Folder) throws {
        try read(folder, beginning: [], names: [])
    }

    /// The entries in order, and whether these are all.
    mutating func result() -> (ArraySlice<FolderCursor.Entry>, Bool) {
        kept.sort(by: Self.isBefore)
        if kept.count > limit { cut() }
        return (kept[...], ceiling == nil)
    }

    private mutating func read(_ folder: Folder, beginning: [UInt8], names: [Folder.Name]) throws {
        var part: [UInt8] = []
        try folder.forEachEntry { name, kind in
            guard kind != .other else { return }
            // The many ordinary names, with nothing allocated for those that do not count.
            if beginning.isEmpty, !name.starts(with: ".%".utf8) {
                part.removeAll(keepingCapacity: true)
                part.append(contentsOf: name)
                if kind == .folder { part.append(UInt8(ascii: "/")) }
                if admits(part, kind) { keep(part, kind, isShadow: false, [Array(name)]) }
            } else {
                try readMarked(Array(name), kind, in: folder, beginning: beginning, names: names)
            }
        }
    }

    private mutating func readMarked(
        _ name: Folder.Name, _ kind: FileStatus.Kind, in folder: Folder, beginning: [UInt8], names: [Folder.Name]
    ) throws {
        let path = names + [name]
        switch KeyEncoding.meaning(of: name) {
        case .beginning(let text) where kind == .folder:
            guard let inner = try folder.folder(name) else { return }
            try read(inner, beginning: beginning + text, names: path)
        case .segment(let text) where KeyEncoding.names(of: beginning + text) == path:
            let part = beginning + text + (kind == .folder ? [UInt8(ascii: "/")] : [])
            if admits(part, kind) { keep(part, kind, isShadow: false, path) }
        case .shadow(let text) where kind == .file && KeyEncoding.shadowNames(of: beginning + text) == path:
            let part = beginning + text
            if admits(part, kind) { keep(part, kind, isShadow: true, path) }
        default: return
        }
    }

    private func admits(_ part: [UInt8], _ kind: FileStatus.Kind) -> Bool {
        guard ByteOrder.begins(part, with: prefix), bound?.admits(part, isFolder: kind == .folder) ?? true else {
            return false
        }
        if let last, ByteOrder.compare(part, last) <= 0 { return false }
        return ceiling.map { ByteOrder.compare(part, $0) <= 0 } ?? true
    }

    private mutating func keep(_ part: [UInt8], _ kind: FileStatus.Kind, isShadow: Bool, _ names: [Folder.Name]) {
        kept.append(FolderCursor.Entry(part: part, isFolder: kind == .folder, isShadow: isShadow, names: names))
        guard kept.count >= 2 * limit else { return }
        kept.sort(by: Self.isBefore)
        cut()
    }

    private mutating func cut() {
        kept.removeLast(kept.count - limit)
        ceiling = kept.last?.part
    }

    private static func isBefore(_ left: FolderCursor.Entry, _ right: FolderCursor.Entry) -> Bool {
        let order = ByteOrder.compare(left.part, right.part)
        return order == 0 ? !left.isShadow && right.isShadow : order < 0
    }
}
