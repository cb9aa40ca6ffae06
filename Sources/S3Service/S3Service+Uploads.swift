import Foundations
import JSONModel
import ServicePorts

extension S3Service {
    func createMultipartUpload(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        let key = try key(request)
        var attributes = try ObjectAttributes.make(request.input)
        let checksum = try UploadChecksum(request.input)
        attributes["UploadChecksum"] = checksum.map { .object($0.json) }
        let id = random.uuid() + random.uuid()
        let upload = ObjectUpload(
            id: String(id.filter { $0 != "-" }), key: key, initiated: clock.now, attributes: attributes)
        try await objects.createUpload(upload, in: bucket)
        var output: JSONObject = ["Bucket": .string(bucket), "Key": .string(key), "UploadId": .string(upload.id)]
        output.merge(checksum?.json ?? [:])
        return ServiceResponse(output)
    }

    func abortMultipartUpload(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (bucket, upload) = try await upload(request)
        try await objects.removeUpload(upload.id, in: bucket)
        return ServiceResponse()
    }

    /// The upload that a request names by bucket, key and id.
    func upload(_ request: ServiceRequest) async throws -> (bucket: String, upload: ObjectUpload) {
        let (bucket, key) = (try bucket(request), try key(request))
        guard let upload = try await objects.upload(request.input.string("UploadId") ?? "", in: bucket),
            upload.key.utf8.elementsEqual(key.utf8)
        else { throw AWSError.noSuchUpload }
        return (bucket, upload)
    }

    func listMultipartUploads(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        let listing = try UploadListing(request.input)
        let page = listing.page(of: try await objects.uploads(in: bucket))
        return ServiceResponse(listing.output(page, owner(request.context)))
    }

    func listParts(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (bucket, upload) = try await upload(request)
        let marker = request.input.int("PartNumberMarker") ?? Int(request.input.string("PartNumberMarker") ?? "") ?? 0
        let limit = min(max(0, request.input.int("MaxParts") ?? 1000), 1000)
        let parts = try await objects.parts(of: upload.id, in: bucket).filter { $0.number > marker }
        let owner = JSONValue.object(owner(request.context))
        var output: JSONObject = [
            "Bucket": .string(bucket), "Key": .string(upload.key), "UploadId": .string(upload.id),
            "PartNumberMarker": .int(marker), "MaxParts": .int(limit), "IsTruncated": .bool(parts.count > limit),
            "Parts": .array(parts.prefix(limit).map(entry)), "Initiator": owner, "Owner": owner,
            "StorageClass": .string(upload.attributes.string("StorageClass") ?? "STANDARD"),
        ]
        if let last = parts.prefix(limit).last { output["NextPartNumberMarker"] = .int(last.number) }
        output.merge(upload.attributes.object("UploadChecksum") ?? [:])
        return ServiceResponse(output)
    }

    private func entry(_ part: ObjectPart) -> JSONValue {
        let entry: JSONObject = [
            "PartNumber": .int(part.number), "LastModified": .double(part.modified.seconds),
            "ETag": EntityTag.quoted(part.md5), "Size": .int(part.size),
        ]
        return .object(entry.merging(part.attributes))
    }
}
