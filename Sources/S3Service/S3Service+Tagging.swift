import JSONModel
import ServicePorts

extension S3Service {
    func getBucketTagging(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        guard let tags = try await record(of: bucket, request.context).array("TagSet") else {
            throw AWSError.s3(
                "NoSuchTagSet", 404, "The TagSet does not exist", ["BucketName": .string(bucket)])
        }
        return ServiceResponse(["TagSet": .array(tags)])
    }

    func putBucketTagging(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        let tags = try TagSet(request.input.object("Tagging")).checked(limit: TagSet.bucketLimit)
        var record = try await record(of: bucket, request.context)
        record["TagSet"] = .array(tags)
        try await store.put(recordKey(bucket, request.context), .object(record))
        return ServiceResponse()
    }

    func deleteBucketTagging(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        var record = try await record(of: bucket, request.context)
        guard record.removeValue(forKey: "TagSet") != nil else { return ServiceResponse() }
        try await store.put(recordKey(bucket, request.context), .object(record))
        return ServiceResponse()
    }

    func getObjectTagging(_ request: ServiceRequest) async throws -> ServiceResponse {
        let object = try await existingObject(request)
        return ServiceResponse(["TagSet": .array(object.attributes.array("TagSet") ?? [])])
    }

    func putObjectTagging(_ request: ServiceRequest) async throws -> ServiceResponse {
        let tags = try TagSet(request.input.object("Tagging")).checked(limit: TagSet.objectLimit)
        return try await setTags(tags, request)
    }

    func deleteObjectTagging(_ request: ServiceRequest) async throws -> ServiceResponse {
        try await setTags([], request)
    }

    private func setTags(_ tags: [JSONValue], _ request: ServiceRequest) async throws -> ServiceResponse {
        let (bucket, key) = (try bucket(request), try key(request))
        let updated = try await objects.update(key, in: bucket) { attributes in
            attributes["TagSet"] = tags.isEmpty ? nil : .array(tags)
        }
        guard updated != nil else { throw AWSError.noSuchKey(key) }
        return ServiceResponse()
    }

    func existingObject(_ request: ServiceRequest) async throws -> StoredObject {
        let (bucket, key) = (try bucket(request), try key(request))
        guard let object = try await objects.object(key, in: bucket) else { throw AWSError.noSuchKey(key) }
        return object
    }
}
