import Foundations
import JSONModel

extension IntrinsicFunction {
    /// Characters that Base64 and hash functions take.
    static let maxText = 10_000

    private static func bounded(_ text: String) -> String? { text.utf16.count <= maxText ? text : nil }

    static func encode(_ value: JSONValue) -> JSONValue? {
        value.stringValue.flatMap(bounded).map { .string(Base64.encode(Array($0.utf8))) }
    }

    static func decode(_ value: JSONValue) -> JSONValue? {
        value.stringValue.flatMap(bounded).map { .string(String(decoding: Base64.lenientlyDecoded($0), as: UTF8.self)) }
    }

    /// Data that is no string is hashed as its text, as on AWS.
    static func digest(_ data: JSONValue, _ algorithm: JSONValue) -> JSONValue? {
        guard let text = bounded(JavaText.text(data)) else { return nil }
        guard let digest = algorithm.stringValue.flatMap({ MessageDigest(name: $0) }) else { return nil }
        return .string(digest.hexadecimal(of: Array(text.utf8)))
    }

    /// Only shallow merging exists: a third argument `true` is refused, anything else is taken as false.
    static func merge(_ left: JSONValue, _ right: JSONValue, _ deep: JSONValue) -> JSONValue? {
        guard let left = left.objectValue, let right = right.objectValue, deep.boolValue != true else { return nil }
        return .object(left.merging(right))
    }

    /// The pieces between any of the separator's characters; empty ones are left out.
    static func split(_ text: JSONValue, _ separators: JSONValue) -> JSONValue? {
        guard let text = text.stringValue, let separators = separators.stringValue else { return nil }
        let set = Set(separators.unicodeScalars)
        let pieces = text.unicodeScalars.split(omittingEmptySubsequences: true) { set.contains($0) }
        return .array(pieces.map { .string(String($0)) })
    }
}
