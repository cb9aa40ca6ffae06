import Crypto
import Foundations
import JSONModel

/// What a plain file cannot carry: an object's ETag where it is no MD5, its content type, user metadata, tags.
///
/// A sidecar is a small JSON file in the hidden area, `metadata/BUCKET/XX/SHA256-IDENTITY.json`: the key's hash and the
/// identity of the file that it describes. When something else writes the file anew, its identity changes and the
/// sidecar no longer counts. A new object's sidecar is durable before the object appears and lies beside the old one's
/// until then, so that a crash leaves either object with its own.
struct Sidecars: Sendable {
    struct Content: Sendable {
        var entityTag: String
        var attributes: JSONObject
    }

    private static let root: Folder.Name = Array("metadata".utf8)
    let hidden: Folder
    let incoming: Incoming

    func read(_ key: [UInt8], in bucket: String, _ identity: String) throws -> Content? {
        let (group, name) = place(key, identity)
        guard let folder = try hidden.folder([Self.root, Array(bucket.utf8), group]) else { return nil }
        guard let file = try folder.open(name), let size = try? file.status().size else { return nil }
        guard let value = try? JSONValue(parsing: try file.read(at: 0, count: size)).objectValue,
            let entityTag = value.string("ETag")
        else { return nil }
        return Content(entityTag: entityTag, attributes: value.object("Attributes") ?? [:])
    }

    func write(_ content: Content, _ key: [UInt8], in bucket: String, _ identity: String, durable: Bool) throws {
        let (group, name) = place(key, identity)
        let value: JSONObject = [
            "Key": .string(String(decoding: key, as: UTF8.self)), "ETag": .string(content.entityTag),
            "Attributes": .object(content.attributes),
        ]
        var folder = hidden
        for step in [Self.root, Array(bucket.utf8), group] {
            guard let next = try folder.makingFolder(step) else { throw SystemError("mkdirat") }
            folder = next
        }
        try incoming.write(JSONValue.object(value).serializedBytes(), to: folder, name, durable: durable)
    }

    func remove(_ key: [UInt8], in bucket: String, _ identity: String) throws {
        let (group, name) = place(key, identity)
        try hidden.folder([Self.root, Array(bucket.utf8), group])?.remove(name)
    }

    func removeAll(of bucket: String) throws {
        try hidden.folder(Self.root)?.removeTree(Array(bucket.utf8))
    }

    private func place(_ key: [UInt8], _ identity: String) -> (group: Folder.Name, name: Folder.Name) {
        let hash = hexadecimal(SHA256.hash(data: key))
        return (Array(hash.utf8.prefix(2)), Array("\(hash)-\(identity).json".utf8))
    }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
