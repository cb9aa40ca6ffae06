public import JSONModel

/// Buckets of objects: bytes under a key, with what S3 remembers about them.
///
/// Keys are UTF-8 text compared byte by byte: two spellings of one character are two keys. A put is atomic and durable
/// when it returns; readers see the old object or the new one. Conditions are checked in the same step as the change.
/// The contract suite `ObjectStoreContract` of EngineTestKit says the rest.
public protocol ObjectStore: Sendable {
    /// All buckets, ascending by name.
    func buckets() async throws -> [StoredBucket]
    /// False where the bucket was there already.
    func createBucket(_ bucket: String) async throws -> Bool
    /// Throws ``ObjectStoreError/bucketNotEmpty`` while it holds an object. Its unfinished uploads go with it.
    func deleteBucket(_ bucket: String) async throws
    func hasBucket(_ bucket: String) async throws -> Bool

    /// Nil where there is no such object. Throws ``ObjectStoreError/noSuchBucket``.
    func object(_ key: String, in bucket: String) async throws -> StoredObject?
    /// `count` bytes of the object from `offset`; nil where the object is no longer the one that was described.
    func body(of object: StoredObject, in bucket: String, offset: Int, count: Int) async throws -> Payload?
    /// Objects and common prefixes in the order of their UTF-8 bytes.
    func list(_ bucket: String, _ query: ObjectQuery) async throws -> ObjectPage
    /// False where there was no such object.
    @discardableResult
    func delete(_ key: String, in bucket: String, if condition: WriteCondition?) async throws -> Bool
    /// Changes what is remembered about an object and leaves its bytes; nil where there is no such object.
    func update(
        _ key: String, in bucket: String, _ change: @Sendable (inout JSONObject) -> Void
    ) async throws -> StoredObject?

    /// Takes in bytes that belong to no object yet; `inspect` sees every piece of them in order.
    func stage(_ body: Payload, inspect: ([UInt8]) -> Void) async throws -> StagedBytes
    /// Gives staged bytes up.
    func discard(_ staged: StagedBytes) async
    /// Makes staged bytes an object. They are gone from the stage afterwards, whatever happens. `entityTag` is the
    /// object's ETag where it is not the MD5 of its bytes.
    func put(
        _ staged: StagedBytes, as key: String, in bucket: String, entityTag: String?, attributes: JSONObject,
        if condition: WriteCondition?
    ) async throws -> StoredObject

    func createUpload(_ upload: ObjectUpload, in bucket: String) async throws
    /// All unfinished uploads of a bucket, ascending by key, then by the moment they began, then by id.
    func uploads(in bucket: String) async throws -> [ObjectUpload]
    /// Nil where there is no such upload.
    func upload(_ id: String, in bucket: String) async throws -> ObjectUpload?
    /// Makes staged bytes a part, in place of an earlier one of that number.
    func putPart(
        _ staged: StagedBytes, number: Int, upload: String, in bucket: String, attributes: JSONObject
    ) async throws -> ObjectPart
    /// The parts, ascending by number. Throws ``ObjectStoreError/noSuchUpload``.
    func parts(of upload: String, in bucket: String) async throws -> [ObjectPart]
    /// Stages the bytes of the parts, one after the other; the upload stays.
    func assemble(_ parts: [ObjectPart], of upload: String, in bucket: String) async throws -> StagedBytes
    /// Forgets an upload and its parts. Throws ``ObjectStoreError/noSuchUpload``.
    func removeUpload(_ id: String, in bucket: String) async throws
}

public enum ObjectStoreError: Error, Sendable, Hashable {
    case noSuchBucket
    case bucketNotEmpty
    case noSuchUpload
    /// A ``WriteCondition`` does not hold.
    case conditionFailed
    /// Fewer or more bytes arrived than were announced.
    case incompleteBody
    /// Something that is no object stands in the way, a symbolic link for instance: its path within the bucket.
    case blocked(String)
}

/// What must hold for a write to happen.
public enum WriteCondition: Sendable, Hashable {
    /// No object has the key.
    case absent
    /// The object exists with this ETag (without quotes).
    case entityTag(String)
    /// The object exists.
    case present
}
