import JSONModel
import ServicePorts

extension S3Service {
    /// The bucket that a request names. Throws `InvalidBucketName` where it can be none.
    func bucket(_ request: ServiceRequest) throws -> String {
        let bucket = request.input.string("Bucket") ?? ""
        try BucketName.check(bucket)
        return bucket
    }

    /// The key that a request names: 1 to 1,024 bytes of UTF-8.
    func key(_ request: ServiceRequest) throws -> String { try checkedKey(request.input.string("Key")) }

    func checkedKey(_ key: String?) throws -> String {
        guard let key, !key.isEmpty else { throw AWSError.invalidArgument("An object key must not be empty.") }
        guard key.utf8.count <= 1024 else {
            throw AWSError.s3(
                "KeyTooLongError", 400, "Your key is too long",
                ["Size": .int(key.utf8.count), "MaxSizeAllowed": 1024])
        }
        return key
    }

    func existingBucket(_ request: ServiceRequest) async throws -> String {
        let bucket = try bucket(request)
        guard try await objects.hasBucket(bucket) else { throw AWSError.noSuchBucket(bucket) }
        return bucket
    }

    /// The condition of a write: `If-None-Match: *`, `If-Match: ETAG`.
    func condition(_ input: JSONObject) throws -> WriteCondition? {
        if let tag = input.string("IfNoneMatch") {
            guard tag == "*" else { throw AWSError.unsupported("If-None-Match with a value other than *") }
            return .absent
        }
        guard let tag = input.string("IfMatch") else { return nil }
        return tag == "*" ? .present : .entityTag(EntityTag.bare(tag))
    }

    /// Refuses what would otherwise be promised and not done.
    func refuseUnsupported(_ request: ServiceRequest) throws {
        let input = request.input
        if let owner = input.string("ExpectedBucketOwner") ?? input.string("ExpectedSourceBucketOwner"),
            owner != request.context.account
        {
            throw AWSError.s3("AccessDenied", 403, "Access Denied")
        }
        for member in Self.refusedMembers where !(input[member]?.isNull ?? true) {
            if input.bool(member) == false { continue }
            throw AWSError.unsupported(member)
        }
        if let version = input.string("VersionId"), version != "null" { throw AWSError.unsupported("VersionId") }
        if let encryption = input.string("ServerSideEncryption"), encryption != "AES256" {
            throw AWSError.unsupported("ServerSideEncryption \(encryption)")
        }
        if let storage = input.string("StorageClass"), ["GLACIER", "DEEP_ARCHIVE"].contains(storage) {
            throw AWSError.unsupported("StorageClass \(storage)")
        }
        if let acl = input.string("ACL"), acl != "private", acl != "bucket-owner-full-control" {
            throw AWSError.s3("AccessControlListNotSupported", 400, "The bucket does not allow ACLs")
        }
    }

    private static let refusedMembers = [
        "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "SSEKMSKeyId", "SSEKMSEncryptionContext",
        "CopySourceSSECustomerAlgorithm", "CopySourceSSECustomerKey", "CopySourceSSECustomerKeyMD5", "ObjectLockMode",
        "ObjectLockRetainUntilDate", "ObjectLockLegalHoldStatus", "ObjectLockEnabledForBucket", "GrantFullControl",
        "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP", "WriteOffsetBytes", "IfMatchLastModifiedTime",
        "IfMatchSize", "IfMatchInitiatedTime", "MFA", "BucketNamespace", "ChecksumXXHASH64", "ChecksumXXHASH3",
        "ChecksumXXHASH128",
    ]
}
