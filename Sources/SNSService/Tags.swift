import JSONModel
import ServicePorts

/// Tags in AWS's list form and as the object that is stored.
enum Tags {
    static let limit = 50

    static func read(_ list: [JSONValue]) throws(AWSError) -> JSONObject {
        var tags = JSONObject()
        for tag in list {
            guard let key = tag["Key"]?.stringValue, let value = tag["Value"]?.stringValue else {
                throw SNSError.invalid("Tags", reason: "a tag has a Key and a Value")
            }
            guard (1...128).contains(key.unicodeScalars.count), value.unicodeScalars.count <= 256,
                !key.lowercased().hasPrefix("aws:")
            else { throw SNSError.invalid("Tags", reason: "tag '\(key)' breaks the rules for keys and values") }
            guard tags[key] == nil else { throw SNSError.invalid("Tags", reason: "Duplicate keys are not allowed.") }
            tags[key] = .string(value)
        }
        try check(count: tags.count)
        return tags
    }

    static func check(count: Int) throws(AWSError) {
        guard count <= limit else {
            throw AWSError(
                "TagLimitExceededException", "Could not complete request: tag quota of per resource exceeded")
        }
    }

    static func list(_ tags: JSONObject) -> JSONValue {
        .array(tags.map { ["Key": .string($0.key), "Value": $0.value] })
    }
}
