import JSONModel
import ServicePorts
import Templates

/// `s3://BUCKET/KEY`
struct S3Location: Sendable, Hashable {
    var bucket: String
    var key: String

    init(bucket: String, key: String) {
        self.bucket = bucket
        self.key = key
    }

    init?(_ text: String) {
        guard text.hasPrefix("s3://") else { return nil }
        let parts = text.dropFirst(5).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(bucket: String(parts[0]), key: String(parts[1]))
    }
}

extension S3Location: CustomStringConvertible {
    var description: String { "s3://\(bucket)/\(key)" }
}

// Objects that must lie in a bucket before a resource is of use.
extension Planning {
    mutating func checkObjects(_ resource: ResolvedResource) async throws {
        switch resource.type {
        case "AWS::Glue::Job": try await checkScript(resource)
        case "AWS::Lambda::Function":
            guard let object = Self.codeObject(resource.properties) else { return }
            try await check(object, of: resource, at: place(resource, "Code"))
        default: return
        }
    }

    static func codeObject(_ properties: JSONObject) -> S3Location? {
        let code = properties["Code"]
        if let text = code?.stringValue { return S3Location(text) }
        guard let bucket = code?["S3Bucket"]?.stringValue, let key = code?["S3Key"]?.stringValue else { return nil }
        return S3Location(bucket: bucket, key: key)
    }

    private mutating func checkScript(_ resource: ResolvedResource) async throws {
        let position = place(resource, "Command.ScriptLocation", "Command")
        guard let text = resource.properties["Command"]?["ScriptLocation"]?.stringValue else { return }
        guard let object = S3Location(text) else {
            return add(
                position,
                "the script \(text) of \(resource.logicalID) must be s3://BUCKET/KEY; a bucket's "
                    + "Metadata: Etape: Uploads: "
                    + "brings the project's files there")
        }
        try await check(object, of: resource, at: position)
    }

    private mutating func check(
        _ object: S3Location, of resource: ResolvedResource, at position: SourcePosition
    ) async throws {
        guard let bucket = plan.template.resources.first(where: { owns($0, object.bucket) }) else {
            guard try await !exists(object) else { return }
            return add(
                position,
                "\(object) of \(resource.logicalID) does not exist, and no bucket of this template "
                    + "has that name")
        }
        if plan.uploads[bucket.logicalID, default: []].contains(where: { $0.key == object.key }) { return }
        if let upload = bucket.uploads.first(where: { object.key.hasPrefix($0.prefix) }) {
            let path = Self.normal(upload.from) + "/" + object.key.dropFirst(upload.prefix.utf8.count)
            return add(
                position,
                "\(object) of \(resource.logicalID) is to come from \(path), which does not exist"
            )
        }
        guard try await !exists(object) else { return }
        add(
            position,
            "\(object) of \(resource.logicalID) does not exist; add an upload to the "
                + "Metadata: Etape: Uploads: of \(bucket.logicalID)")
    }

    private func owns(_ resource: ResolvedResource, _ bucket: String) -> Bool {
        resource.type == "AWS::S3::Bucket" && resource.physicalName == bucket
    }

    private func exists(_ object: S3Location) async throws -> Bool {
        do throws(AWSError) {
            _ = try await provisioner.invoker.call(
                "s3", "HeadObject", ["Bucket": .string(object.bucket), "Key": .string(object.key)],
                context: provisioner.context)
            return true
        } catch {
            if error.saysMissing || error.code == "NoSuchKey" { return false }
            throw error
        }
    }
}
