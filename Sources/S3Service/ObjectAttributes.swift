import JSONModel
import ServicePorts

/// What is remembered about an object beside its bytes, by the member names of S3's model.
enum ObjectAttributes {
    /// What a reader gets back as it was written.
    static let headers = [
        "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires",
        "WebsiteRedirectLocation",
    ]
    private static let metadataLimit = 2048

    static func make(_ input: JSONObject) throws -> JSONObject {
        var attributes: JSONObject = [:]
        for header in headers { attributes[header] = input[header].flatMap { $0.isNull ? nil : $0 } }
        // How the body came is no property of the object.
        if let encoding = attributes.string("ContentEncoding") {
            let kept = encoding.split(separator: ",").map(\.trimmingSpaces).filter {
                $0 != "aws-chunked" && !$0.isEmpty
            }
            attributes["ContentEncoding"] = kept.isEmpty ? nil : .string(kept.joined(separator: ","))
        }
        if let storage = input.string("StorageClass"), storage != "STANDARD" {
            attributes["StorageClass"] = .string(storage)
        }
        attributes["Metadata"] = try metadata(input.object("Metadata")).map(JSONValue.object)
        if let tagging = input.string("Tagging"), !tagging.isEmpty {
            attributes["TagSet"] = .array(try TagSet(query: tagging).checked(limit: TagSet.objectLimit))
        }
        return attributes
    }

    private static func metadata(_ members: JSONObject?) throws -> JSONObject? {
        guard let members, !members.isEmpty else { return nil }
        let size = members.reduce(0) { $0 + $1.key.utf8.count + ($1.value.stringValue?.utf8.count ?? 0) }
        guard size <= metadataLimit else {
            throw AWSError.s3(
                "MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size",
                ["Size": .int(size), "MaxSizeAllowed": .int(metadataLimit)])
        }
        return JSONObject(members.map { ($0.key.lowercased(), $0.value) })
    }
}
