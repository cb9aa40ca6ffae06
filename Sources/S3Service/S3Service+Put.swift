import JSONModel
import ServicePorts

extension S3Service {
    /// The most bytes that one request may bring.
    static let largestPut = 5 << 30

    func putObject(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        let key = try key(request)
        let condition = try condition(request.input)
        var attributes = try ObjectAttributes.make(request.input)
        if case .entityTag = condition, try await objects.object(key, in: bucket) == nil {
            throw AWSError.noSuchKey(key)
        }
        let (staged, checksums) = try await stage(request)
        if !checksums.isEmpty {
            attributes.merge(checksums)
            attributes["ChecksumType"] = "FULL_OBJECT"
        }
        let object = try await objects.put(
            staged, as: key, in: bucket, entityTag: nil, attributes: attributes, if: condition)
        var output: JSONObject = ["ETag": EntityTag.quoted(object.entityTag)]
        output.merge(checksums)
        if !checksums.isEmpty { output["ChecksumType"] = "FULL_OBJECT" }
        return ServiceResponse(output)
    }

    /// Takes in a request's body and checks it; the checksums that it has.
    func stage(_ request: ServiceRequest, also algorithm: String? = nil) async throws -> (StagedBytes, JSONObject) {
        if let size = request.input.int("ContentLength") ?? request.body.announcedCount, size > Self.largestPut {
            throw Self.entityTooLarge
        }
        var checksums = try BodyChecksums(request.input, also: algorithm)
        let staged = try await objects.stage(request.body) { checksums.update($0) }
        do {
            guard staged.size <= Self.largestPut else { throw Self.entityTooLarge }
            return (staged, try checksums.verified(md5: staged.md5))
        } catch {
            await objects.discard(staged)
            throw error
        }
    }

    private static var entityTooLarge: AWSError {
        .s3(
            "EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed object size.",
            ["MaxSizeAllowed": .int(largestPut)])
    }
}

extension Payload {
    /// The number of bytes, where it is known before they are read.
    var announcedCount: Int? {
        switch self {
        case .none: 0
        case .bytes(let bytes): bytes.count
        case .file(_, _, let count): count
        case .stream(_, let count): count
        }
    }
}
