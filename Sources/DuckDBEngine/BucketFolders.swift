/// Where objects lie: `s3://BUCKET/KEY` is the file `ROOT/BUCKET/KEY`. Nothing that it answers leads out of ROOT.
struct BucketFolders: Sendable {
    /// Absolute and without symbolic links.
    let root: String

    init(creating path: String) throws {
        try FileTree.makeDirectory(path)
        guard let root = FileTree.resolved(path) else {
            throw DuckDBError.refusedLocation(path, reason: "it is no folder")
        }
        self.root = root
    }

    static func isLocation(_ text: some StringProtocol) -> Bool {
        text.hasPrefix("s3://") || text.hasPrefix("s3a://")
    }

    /// The absolute path of a location; wildcards in the key stay as they are.
    func path(of location: String, makingParent: Bool = false) throws(DuckDBError) -> String {
        let (bucket, key) = try split(location)
        guard FileTree.isDirectory(root + "/" + bucket) else { throw .noSuchBucket(bucket) }
        let path = root + "/" + bucket + (key.isEmpty ? "" : "/" + key)
        try checkLinks(path, location)
        if makingParent { try makeParent(of: path, location) }
        return path
    }

    private func split(_ location: String) throws(DuckDBError) -> (bucket: String, key: String) {
        guard Self.isLocation(location), let scheme = location.firstRange(of: "://") else {
            throw .refusedLocation(location, reason: "it is no s3://bucket/key")
        }
        let rest = location[scheme.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let bucket = rest[..<slash]
        let key = rest[slash...].dropFirst()
        guard Self.isBucketName(bucket) else { throw .refusedLocation(location, reason: "it names no bucket") }
        let steps = key.split(separator: "/", omittingEmptySubsequences: false)
        if steps.contains(where: { $0 == ".." || $0 == "." }) || key.utf8.contains(0) {
            throw .refusedLocation(location, reason: "it may not leave its bucket")
        }
        return (String(bucket), String(key))
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, as far as a folder's safety goes.
    private static func isBucketName(_ name: Substring) -> Bool {
        let allowed = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
        }
        return (3...63).contains(name.utf8.count) && allowed && !name.hasPrefix(".")
    }

    private func makeParent(of path: String, _ location: String) throws(DuckDBError) {
        guard let slash = path.lastIndex(of: "/") else { return }
        do {
            try FileTree.makeDirectory(String(path[..<slash]))
        } catch {
            throw .refusedLocation(location, reason: "a part of its key is an object already")
        }
    }

    /// The longest part that stands there must be where it says: a symbolic link could lead anywhere.
    private func checkLinks(_ path: String, _ location: String) throws(DuckDBError) {
        var existing = Substring(path)
        while existing.utf8.count > root.utf8.count {
            if let resolved = FileTree.resolved(String(existing)) {
                guard resolved == Self.normalized(existing) else {
                    throw .refusedLocation(location, reason: "it passes a symbolic link")
                }
                return
            }
            existing = existing[..<(existing.lastIndex(of: "/") ?? existing.startIndex)]
        }
    }

    private static func normalized(_ path: Substring) -> String {
        "/" + path.split(separator: "/").joined(separator: "/")
    }
}
