public import Foundations
public import JSONModel

public struct StoredBucket: Sendable, Hashable {
    public var name: String
    /// When the bucket last changed its listing, as far as the store knows.
    public var modified: Timestamp

    public init(name: String, modified: Timestamp) {
        self.name = name
        self.modified = modified
    }
}

/// An object as it is described: everything but its bytes.
public struct StoredObject: Sendable {
    public var key: String
    /// Bytes.
    public var size: Int
    public var modified: Timestamp
    /// Without quotes.
    public var entityTag: String
    /// What the writer wanted remembered, by the member names of S3's model (`ContentType`, `Metadata`, `TagSet`).
    public var attributes: JSONObject
    /// Changes whenever the bytes do; means something to its store only.
    public var version: String

    public init(
        key: String, size: Int, modified: Timestamp, entityTag: String, attributes: JSONObject = [:], version: String
    ) {
        self.key = key
        self.size = size
        self.modified = modified
        self.entityTag = entityTag
        self.attributes = attributes
        self.version = version
    }
}

/// Bytes taken in, not an object yet.
public struct StagedBytes: Sendable {
    /// Means something to its store only.
    public var handle: String
    public var size: Int
    /// The MD5 of the bytes, 32 hexadecimal digits.
    public var md5: String

    public init(handle: String, size: Int, md5: String) {
        self.handle = handle
        self.size = size
        self.md5 = md5
    }
}

/// A multipart upload that has begun.
public struct ObjectUpload: Sendable {
    public var id: String
    public var key: String
    public var initiated: Timestamp
    /// What the object will be remembered with.
    public var attributes: JSONObject

    public init(id: String, key: String, initiated: Timestamp, attributes: JSONObject) {
        self.id = id
        self.key = key
        self.initiated = initiated
        self.attributes = attributes
    }
}

public struct ObjectPart: Sendable {
    /// 1 … 10,000
    public var number: Int
    public var size: Int
    public var modified: Timestamp
    /// The MD5 of the bytes, 32 hexadecimal digits.
    public var md5: String
    public var attributes: JSONObject
    /// Means something to its store only.
    public var handle: String

    public init(
        number: Int, size: Int, modified: Timestamp, md5: String, attributes: JSONObject = [:], handle: String
    ) {
        self.number = number
        self.size = size
        self.modified = modified
        self.md5 = md5
        self.attributes = attributes
        self.handle = handle
    }
}

/// Which objects to list.
public struct ObjectQuery: Sendable {
    /// Where to go on.
    public enum Position: Sendable {
        /// With the first key greater than this one.
        case after(String)
        /// With the first greater key that does not begin with this.
        case past(String)
    }

    public var prefix: String
    /// Keys that share what stands before its first occurrence after the prefix are rolled up into one common prefix.
    public var delimiter: String?
    public var start: Position?
    /// The most objects and common prefixes together.
    public var limit: Int

    public init(prefix: String = "", delimiter: String? = nil, start: Position? = nil, limit: Int) {
        self.prefix = prefix
        self.delimiter = delimiter
        self.start = start
        self.limit = limit
    }
}

public struct ObjectPage: Sendable {
    public var objects: [StoredObject]
    public var prefixes: [String]
    /// Where the next page begins; nil at the end.
    public var next: ObjectQuery.Position?

    public init(objects: [StoredObject] = [], prefixes: [String] = [], next: ObjectQuery.Position? = nil) {
        self.objects = objects
        self.prefixes = prefixes
        self.next = next
    }
}
