import Foundations
import JSONModel
import ServicePorts

extension S3Service {
    /// A bucket is its folder; what a folder does not tell (the date of its creation, region, tags) is a resource.
    func recordKey(_ bucket: String, _ context: CallContext) -> ResourceKey {
        ResourceKey(scope: context.account, service: name, kind: "bucket", id: bucket)
    }

    func record(of bucket: String, _ context: CallContext) async throws -> JSONObject {
        try await store.get(recordKey(bucket, context))?.objectValue ?? [:]
    }

    func createBucket(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try bucket(request)
        let region = try location(request)
        let created = try await objects.createBucket(bucket)
        guard created || region == "us-east-1" else {
            throw AWSError.s3(
                "BucketAlreadyOwnedByYou", 409,
                "Your previous request to create the named bucket succeeded and you already own it.",
                ["BucketName": .string(bucket)])
        }
        if created {
            var record: JSONObject = ["CreationDate": .double(clock.now.seconds), "BucketRegion": .string(region)]
            if let tags = request.input.object("CreateBucketConfiguration")?.array("Tags"), !tags.isEmpty {
                record["TagSet"] = .array(try TagSet(["TagSet": .array(tags)]).checked(limit: TagSet.bucketLimit))
            }
            try await store.put(recordKey(bucket, request.context), .object(record))
        }
        return ServiceResponse(["Location": .string("/" + bucket)])
    }

    /// The region that a request wants its bucket in: the constraint must name the region that is asked.
    private func location(_ request: ServiceRequest) throws -> String {
        let configuration = request.input.object("CreateBucketConfiguration") ?? [:]
        if configuration["Location"] != nil || configuration["Bucket"] != nil {
            throw AWSError.unsupported("directory buckets")
        }
        let region = request.context.region
        switch configuration.string("LocationConstraint") {
        case nil where region == "us-east-1": return region
        case let constraint? where constraint == region && region != "us-east-1": return region
        case "EU" where region == "eu-west-1": return region
        case let constraint:
            throw AWSError.s3(
                constraint == "us-east-1" ? "InvalidLocationConstraint" : "IllegalLocationConstraintException", 400,
                "The \(constraint ?? "unspecified") location constraint is incompatible for the region specific "
                    + "endpoint this request was sent to.")
        }
    }

    func headBucket(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        let region = try await region(of: bucket, request.context)
        return ServiceResponse(["BucketRegion": .string(region)])
    }

    func getBucketLocation(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        let region = try await region(of: bucket, request.context)
        return ServiceResponse(region == "us-east-1" ? [:] : ["LocationConstraint": .string(region)])
    }

    private func region(of bucket: String, _ context: CallContext) async throws -> String {
        try await record(of: bucket, context).string("BucketRegion") ?? "us-east-1"
    }

    func listBuckets(_ request: ServiceRequest) async throws -> ServiceResponse {
        let prefix = request.input.string("Prefix") ?? ""
        let after = request.input.string("ContinuationToken") ?? ""
        let limit = max(1, request.input.int("MaxBuckets") ?? 10_000)
        let found = try await objects.buckets().filter {
            BucketName.isValid($0.name) && $0.name.hasPrefix(prefix) && $0.name > after
        }
        var buckets: [JSONValue] = []
        for bucket in found.prefix(limit) {
            let record = try await record(of: bucket.name, request.context)
            let created = record.double("CreationDate") ?? bucket.modified.seconds
            buckets.append([
                "Name": .string(bucket.name), "CreationDate": .double(created),
                "BucketRegion": .string(record.string("BucketRegion") ?? "us-east-1"),
            ])
        }
        var output: JSONObject = ["Buckets": .array(buckets), "Owner": .object(owner(request.context))]
        if found.count > limit { output["ContinuationToken"] = .string(found[limit - 1].name) }
        if !prefix.isEmpty { output["Prefix"] = .string(prefix) }
        return ServiceResponse(output)
    }

    func deleteBucket(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try bucket(request)
        try await objects.deleteBucket(bucket)
        try await store.delete(recordKey(bucket, request.context))
        return ServiceResponse()
    }

    /// A bucket that never had versioning answers without a status.
    func getBucketVersioning(_ request: ServiceRequest) async throws -> ServiceResponse {
        _ = try await existingBucket(request)
        return ServiceResponse()
    }

    func getBucketAcl(_ request: ServiceRequest) async throws -> ServiceResponse {
        _ = try await existingBucket(request)
        let owner = owner(request.context)
        let grantee = owner.merging(["Type": "CanonicalUser"])
        return ServiceResponse([
            "Owner": .object(owner), "Grants": [["Grantee": .object(grantee), "Permission": "FULL_CONTROL"]],
        ])
    }

    /// The account's canonical user: its number, filled up to the 64 digits that such an id has.
    func owner(_ context: CallContext) -> JSONObject {
        let id = String(repeating: "0", count: max(0, 64 - context.account.utf8.count)) + context.account
        return ["DisplayName": .string(context.account), "ID": .string(id)]
    }
}
