import JSONModel
import ServicePorts

/// Brings the project's files into a bucket, and removes those it brought before whose files are gone.
struct Uploader {
    let provisioner: Provisioner
    let stack: String
    let bucket: String
    let prefixes: [String]

    private struct Known {
        var md5: String
        var etag: String
    }

    private struct Listed {
        var etag: String
        var size: Int
    }

    /// nil where there was and is nothing to do with this bucket.
    func run(_ files: [UploadFile], _ events: Provisioner.Listener) async throws -> UploadCounts? {
        var known = try await load()
        guard !files.isEmpty || !known.isEmpty else { return nil }
        let listed = try await list(known)
        var counts = UploadCounts()
        for upload in files {
            try Task.checkCancellation()
            let md5 = try Digest.md5(file: upload.file.path)
            if isThere(upload, md5, known[upload.key], listed[upload.key]) {
                counts.unchanged += 1
                known[upload.key] = Known(md5: md5, etag: listed[upload.key]?.etag ?? md5)
                continue
            }
            events(.uploading(bucket: bucket, key: upload.key, bytes: upload.file.size))
            known[upload.key] = Known(md5: md5, etag: try await put(upload, md5))
            counts.uploaded += 1
            counts.bytes += upload.file.size
        }
        let keys = Set(files.map(\.key))
        for key in known.keys.sorted() where !keys.contains(key) {
            if let known = known.removeValue(forKey: key), try await remove(key, known, listed[key], events) {
                counts.removed += 1
            }
        }
        try await save(known)
        return counts
    }

    private func isThere(_ upload: UploadFile, _ md5: String, _ known: Known?, _ listed: Listed?) -> Bool {
        guard let listed, listed.size == upload.file.size else { return false }
        guard let known else { return listed.etag == md5 }
        return known.md5 == md5 && known.etag == listed.etag
    }

    private func call(_ operation: String, _ input: JSONObject) async throws(AWSError) -> JSONObject {
        try await provisioner.invoker.call("s3", operation, input, context: provisioner.context)
    }

    /// The ETag of the object.
    private func put(_ upload: UploadFile, _ md5: String) async throws -> String {
        let input: JSONObject = [
            "Bucket": .string(bucket), "Key": .string(upload.key), "ContentLength": .int(upload.file.size),
        ]
        let body = Payload.file(path: upload.file.path, offset: 0, count: upload.file.size)
        let response = try await provisioner.invoker.invoke(
            ServiceRequest("s3", "PutObject", input, body: body, context: provisioner.context))
        let etag = Self.bare(response.output.string("ETag"))
        guard etag.isEmpty || etag.count != 32 || etag == md5 else {
            throw PathProblem(message: "\(upload.file.path) changed while it was uploaded; try again")
        }
        return etag.isEmpty ? md5 : etag
    }

    /// Only what is still as it was uploaded: an object that somebody has written since is theirs.
    private func remove(
        _ key: String, _ known: Known, _ listed: Listed?, _ events: Provisioner.Listener
    ) async throws -> Bool {
        guard let listed else { return false }
        guard listed.etag == known.etag else {
            events(.notice("s3://\(bucket)/\(key) was written since it was uploaded; it stays"))
            return false
        }
        _ = try await call("DeleteObject", ["Bucket": .string(bucket), "Key": .string(key)])
        return true
    }

    private static func bare(_ etag: String?) -> String { (etag ?? "").filter { $0 != "\"" } }
}

// What is there.
extension Uploader {
    private func list(_ known: [String: Known]) async throws -> [String: Listed] {
        var result: [String: Listed] = [:]
        let own = prefixes.isEmpty ? Array(Set(known.keys.map { Self.folder($0) })) : prefixes
        let old = known.keys.filter { key in !own.contains { key.hasPrefix($0) } }.map { Self.folder($0) }
        for prefix in Set(own + old).sorted() { try await list(prefix, into: &result) }
        return result
    }

    private static func folder(_ key: String) -> String {
        guard let slash = key.lastIndex(of: "/") else { return "" }
        return String(key[...slash])
    }

    private func list(_ prefix: String, into result: inout [String: Listed]) async throws {
        var token: JSONValue?
        repeat {
            var input: JSONObject = ["Bucket": .string(bucket), "Prefix": .string(prefix)]
            input["ContinuationToken"] = token
            let page = try await call("ListObjectsV2", input)
            for entry in (page.array("Contents") ?? []).compactMap(\.objectValue) {
                guard let key = entry.string("Key") else { continue }
                result[key] = Listed(etag: Self.bare(entry.string("ETag")), size: entry.int("Size") ?? -1)
            }
            token = page.bool("IsTruncated") == true ? page["NextContinuationToken"] : nil
        } while token != nil
    }
}

// What was uploaded before.
extension Uploader {
    private var key: ResourceKey { provisioner.uploadKey(stack, bucket) }

    private func load() async throws -> [String: Known] {
        let objects = try await provisioner.store.get(key)?["Objects"]?.objectValue ?? [:]
        var known: [String: Known] = [:]
        for (key, value) in objects {
            known[key] = Known(md5: value["MD5"]?.stringValue ?? "", etag: value["ETag"]?.stringValue ?? "")
        }
        return known
    }

    private func save(_ known: [String: Known]) async throws {
        let objects = known.sorted { $0.key < $1.key }.map { key, known in
            (key, ["MD5": .string(known.md5), "ETag": .string(known.etag)] as JSONValue)
        }
        let value: JSONValue = ["Bucket": .string(bucket), "Objects": .object(JSONObject(objects))]
        guard try await provisioner.store.get(key) != value else { return }
        try await provisioner.store.put(key, value)
    }

    func forget() async throws { try await provisioner.store.delete(key) }
}
