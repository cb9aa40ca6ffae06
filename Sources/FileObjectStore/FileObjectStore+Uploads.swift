import Foundations
import JSONModel
public import ServicePorts

/// Unfinished uploads: `uploads/BUCKET/ID/upload.json`, and per part `NUMBER.json`, which names the file of its bytes.
/// A part counts once its JSON file is there, so one that is sent again replaces the old one in a single step.
extension FileObjectStore {
    static let uploadsArea: Folder.Name = Array("uploads".utf8)
    private static let description: Folder.Name = Array("upload.json".utf8)

    public func createUpload(_ upload: ObjectUpload, in bucket: String) async throws {
        try await disk.run { [self] in
            _ = try openBucket(bucket)
            guard Self.isBucketName(upload.id) else { throw ObjectStoreError.noSuchUpload }
            var folder = hidden
            for name in [Self.uploadsArea, Array(bucket.utf8), Array(upload.id.utf8)] {
                guard let next = try folder.makingFolder(name) else { throw ObjectStoreError.blocked("uploads") }
                folder = next
            }
            let value: JSONObject = [
                "Key": .string(upload.key), "Initiated": .int(Int(upload.initiated.milliseconds)),
                "Attributes": .object(upload.attributes),
            ]
            try incoming.write(JSONValue.object(value).serializedBytes(), to: folder, Self.description, durable: true)
        }
    }

    public func uploads(in bucket: String) async throws -> [ObjectUpload] {
        try await disk.run { [self] in
            _ = try openBucket(bucket)
            guard let folder = try hidden.folder([Self.uploadsArea, Array(bucket.utf8)]) else { return [] }
            let uploads = try folder.names().compactMap { try read(String(decoding: $0, as: UTF8.self), in: bucket) }
            return uploads.sorted { left, right in
                let order = ByteOrder.compare(Array(left.key.utf8), Array(right.key.utf8))
                return order == 0 ? (left.initiated, left.id) < (right.initiated, right.id) : order < 0
            }
        }
    }

    public func upload(_ id: String, in bucket: String) async throws -> ObjectUpload? {
        try await disk.run { [self] in
            _ = try openBucket(bucket)
            return try read(id, in: bucket)
        }
    }

    public func removeUpload(_ id: String, in bucket: String) async throws {
        try await disk.run { [self] in
            let folder = try open(upload: id, in: bucket)
            // The description first: without it there is no upload, whatever else is left after a crash.
            try folder.remove(Self.description)
            try folder.synchronize()
            try hidden.folder([Self.uploadsArea, Array(bucket.utf8)])?.removeTree(Array(id.utf8))
        }
    }

    func open(upload id: String, in bucket: String) throws -> Folder {
        _ = try openBucket(bucket)
        guard Self.isBucketName(id),
            let folder = try hidden.folder([Self.uploadsArea, Array(bucket.utf8), Array(id.utf8)]),
            try folder.status(Self.description) != nil
        else { throw ObjectStoreError.noSuchUpload }
        return folder
    }

    private func read(_ id: String, in bucket: String) throws -> ObjectUpload? {
        guard Self.isBucketName(id),
            let folder = try hidden.folder([Self.uploadsArea, Array(bucket.utf8), Array(id.utf8)]),
            let value = try folder.json(Self.description), let key = value.string("Key"),
            let initiated = value.int("Initiated")
        else { return nil }
        return ObjectUpload(
            id: id, key: key, initiated: Timestamp(milliseconds: Int64(initiated)),
            attributes: value.object("Attributes") ?? [:])
    }
}

extension Folder {
    /// The JSON object in a small file; nil where there is no such file.
    func json(_ name: Name) throws -> JSONObject? {
        guard let file = try open(name) else { return nil }
        return try JSONValue(parsing: file.read(at: 0, count: file.status().size)).objectValue
    }
}
