/// What stands in a folder, as segments of keys, in the order of the keys: a file counts as its segment, a folder as
/// its segment and a slash (so `a-b` comes before what is in the folder `a`, and a file `a` before both).
///
/// A folder is read in batches of its least names, so that memory stays bounded and the first page of a folder with a
/// million files needs no sort of a million names.
struct FolderCursor {
    struct Entry {
        /// The segment; a slash behind it where it is a folder.
        var part: [UInt8]
        var isFolder: Bool
        var isShadow: Bool
        /// The names on disk from the folder down.
        var names: [Folder.Name]
    }

    /// Where a folder's entries begin to count.
    struct Bound {
        var part: [UInt8]
        /// The folder that holds the bound counts too: greater keys may be in it.
        var holder: Bool

        func admits(_ part: [UInt8], isFolder: Bool) -> Bool {
            ByteOrder.compare(part, self.part) > 0 || (holder && isFolder && ByteOrder.begins(self.part, with: part))
        }
    }

    static let batchSize = 2048

    /// Only entries that begin with it.
    let prefix: [UInt8]
    private var bound: Bound?
    /// The entry given out last: nothing up to it comes again.
    private var last: [UInt8]?
    private var batch: ArraySlice<Entry> = []
    private var isComplete = false

    init(prefix: [UInt8], bound: Bound?) {
        self.prefix = prefix
        self.bound = bound
    }

    /// Entries read and not given out yet.
    var waiting: Int { batch.count }

    mutating func next(in folder: () throws -> Folder?) throws -> Entry? {
        if batch.isEmpty, !isComplete { try fill(from: folder()) }
        guard let entry = batch.popFirst() else { return nil }
        last = entry.part
        if let twin = batch.first, twin.part == entry.part { batch.removeFirst() }
        return entry
    }

    /// Leaves out what the bound, which is greater than the one before, does not admit.
    mutating func raise(to bound: Bound) {
        self.bound = bound
        batch = batch.drop { !bound.admits($0.part, isFolder: $0.isFolder) }
    }

    private mutating func fill(from folder: Folder?) throws {
        var scan = FolderScan(prefix: prefix, bound: bound, last: last, limit: Self.batchSize)
        if let folder { try scan.read(folder) }
        (batch, isComplete) = scan.result()
    }
}
