import JSONModel
import ServicePorts

/// Tags as S3 restricts them ("Categorizing your objects using tags").
struct TagSet {
    static let objectLimit = 10
    static let bucketLimit = 50

    private var tags: [(key: String, value: String)]

    /// `k=v&k2=v2`, as `x-amz-tagging` has them.
    init(query: String) throws {
        tags = try query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = URLText.decoded(parts[0], plusIsSpace: true),
                let value = URLText.decoded(parts.count == 2 ? parts[1] : "", plusIsSpace: true)
            else { throw AWSError.invalidArgument("The header 'x-amz-tagging' shall be encoded as UTF-8.") }
            return (key, value)
        }
    }

    /// `{"TagSet": [{"Key", "Value"}]}`
    init(_ tagging: JSONObject?) throws {
        guard let list = tagging?.array("TagSet") else {
            throw AWSError.s3("MalformedXML", 400, "The XML you provided was not well-formed.")
        }
        tags = list.map { ($0["Key"]?.stringValue ?? "", $0["Value"]?.stringValue ?? "") }
    }

    /// The list for an answer. Throws `InvalidTag`, `BadRequest`.
    func checked(limit: Int) throws -> [JSONValue] {
        guard tags.count <= limit else {
            throw AWSError.s3("BadRequest", 400, "Tag count cannot be greater than \(limit)")
        }
        var seen: Set<[UInt8]> = []
        return try tags.map { key, value in
            guard (1...128).contains(key.unicodeScalars.count), !key.lowercased().hasPrefix("aws:") else {
                throw AWSError.s3("InvalidTag", 400, "The TagKey you have provided is invalid")
            }
            guard value.unicodeScalars.count <= 256 else {
                throw AWSError.s3("InvalidTag", 400, "The TagValue you have provided is invalid")
            }
            guard seen.insert(Array(key.utf8)).inserted else {
                throw AWSError.s3("InvalidTag", 400, "Cannot provide multiple Tags with the same key")
            }
            return ["Key": .string(key), "Value": .string(value)]
        }
    }
}
