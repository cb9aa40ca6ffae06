import JSONModel
import ServicePorts

/// The rules of resource tags: `[{"key", "value"}]`, as many as the quota says, each key once.
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html
enum Tags {
    /// The tags with the last of each key, in the order in which the keys first came.
    static func checked(_ tags: [JSONValue], _ quotas: Quotas) throws(AWSError) -> [JSONValue] {
        var merged: JSONObject = [:]
        for tag in tags {
            let key = tag["key"]?.stringValue ?? ""
            guard (1...128).contains(key.unicodeScalars.count) else {
                throw AWSError.constraint(key, "tags", "Member must have length between 1 and 128")
            }
            guard (tag["value"]?.stringValue ?? "").unicodeScalars.count <= 256 else {
                throw AWSError.constraint(key, "tags", "Member must have length less than or equal to 256")
            }
            merged[key] = tag["value"] ?? ""
        }
        let most = quotas[.tagsPerResource]
        guard merged.count <= most else {
            throw AWSError("TooManyTags", "Too many tags: a resource has at most \(most).")
        }
        return merged.map { ["key": .string($0.key), "value": $0.value] }
    }
}
