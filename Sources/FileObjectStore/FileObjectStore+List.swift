public import ServicePorts

extension FileObjectStore {
    public func list(_ bucket: String, _ query: ObjectQuery) async throws -> ObjectPage {
        try await disk.run { [self] in try page(bucket, query) }
    }

    private func page(_ bucket: String, _ query: ObjectQuery) throws -> ObjectPage {
        let prefix = Array(query.prefix.utf8)
        let delimiter = query.delimiter.map { Array($0.utf8) } ?? []
        var walk = KeyWalk(bucket: try openBucket(bucket), prefix: prefix, after: bound(query.start))
        var page = ObjectPage()
        var last: ObjectQuery.Position?
        guard query.limit > 0 else { return page }
        while let found = try walk.next() {
            if page.objects.count + page.prefixes.count == query.limit {
                page.next = last
                return page
            }
            if let common = commonPrefix(found.key, from: prefix.count, delimiter) {
                let text = String(decoding: common, as: UTF8.self)
                page.prefixes.append(text)
                last = .past(text)
                walk.seek(after: Self.end(of: common))
            } else if let object = try describe(found.key, in: bucket, found.folder, found.name) {
                page.objects.append(object)
                last = .after(object.key)
            }
        }
        return page
    }

    private func bound(_ start: ObjectQuery.Position?) -> [UInt8] {
        switch start {
        case nil: []
        case .after(let key): Array(key.utf8)
        case .past(let prefix): Self.end(of: Array(prefix.utf8))
        }
    }

    /// Greater than every key that begins with the prefix, and less than the others behind it: UTF-8 has no such byte.
    private static func end(of prefix: [UInt8]) -> [UInt8] { prefix + [0xFF] }

    private func commonPrefix(_ key: [UInt8], from start: Int, _ delimiter: [UInt8]) -> [UInt8]? {
        guard !delimiter.isEmpty, key.count >= start + delimiter.count else { return nil }
        for index in start...(key.count - delimiter.count) where key[index...].starts(with: delimiter) {
            return Array(key[..<(index + delimiter.count)])
        }
        return nil
    }
}
