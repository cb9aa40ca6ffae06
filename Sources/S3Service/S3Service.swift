public import Foundations
public import ServicePorts

/// Amazon S3 over any ``ObjectStore``: operations, limits and errors as the S3 API Reference (2006-03-01) documents
/// them.
///
/// Objects carry no versions and no lock, ACLs are the bucket owner's, and what lies on disk is as encrypted as the
/// disk is: a request that asks for more is refused by name with `NotImplemented` (`aws:kms`, `VersionId`, grants …).
public final class S3Service: Service {
    typealias Operation = @Sendable (S3Service, ServiceRequest) async throws -> ServiceResponse

    public let name = "s3"
    let store: any ResourceStore
    let objects: any ObjectStore
    let clock: any TimeSource
    let random: any RandomSource

    public init(
        store: any ResourceStore, objects: any ObjectStore, clock: any TimeSource, random: any RandomSource
    ) {
        self.store = store
        self.objects = objects
        self.clock = clock
        self.random = random
    }

    public var operations: Set<String> { Set(Self.table.keys) }

    public func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        guard let operation = Self.table[request.operation] else {
            throw AWSError.unknownOperation(name, request.operation)
        }
        do {
            try refuseUnsupported(request)
            return try await operation(self, request)
        } catch let error as ObjectStoreError {
            throw AWSError(error, request.input)
        }
    }

    private static let table: [String: Operation] = bucketOperations.merging(objectOperations) { first, _ in first }
        .merging(uploadOperations) { first, _ in first }

    private static let bucketOperations: [String: Operation] = [
        "CreateBucket": { try await $0.createBucket($1) },
        "HeadBucket": { try await $0.headBucket($1) },
        "ListBuckets": { try await $0.listBuckets($1) },
        "DeleteBucket": { try await $0.deleteBucket($1) },
        "GetBucketLocation": { try await $0.getBucketLocation($1) },
        "GetBucketVersioning": { try await $0.getBucketVersioning($1) },
        "GetBucketAcl": { try await $0.getBucketAcl($1) },
        "GetBucketTagging": { try await $0.getBucketTagging($1) },
        "PutBucketTagging": { try await $0.putBucketTagging($1) },
        "DeleteBucketTagging": { try await $0.deleteBucketTagging($1) },
        "ListObjects": { try await $0.listObjects($1) },
        "ListObjectsV2": { try await $0.listObjectsV2($1) },
    ]

    private static let objectOperations: [String: Operation] = [
        "GetObject": { try await $0.getObject($1) },
        "HeadObject": { try await $0.headObject($1) },
        "PutObject": { try await $0.putObject($1) },
        "CopyObject": { try await $0.copyObject($1) },
        "DeleteObject": { try await $0.deleteObject($1) },
        "DeleteObjects": { try await $0.deleteObjects($1) },
        "GetObjectTagging": { try await $0.getObjectTagging($1) },
        "PutObjectTagging": { try await $0.putObjectTagging($1) },
        "DeleteObjectTagging": { try await $0.deleteObjectTagging($1) },
    ]

    private static let uploadOperations: [String: Operation] = [
        "CreateMultipartUpload": { try await $0.createMultipartUpload($1) },
        "UploadPart": { try await $0.uploadPart($1) },
        "UploadPartCopy": { try await $0.uploadPartCopy($1) },
        "CompleteMultipartUpload": { try await $0.completeMultipartUpload($1) },
        "AbortMultipartUpload": { try await $0.abortMultipartUpload($1) },
        "ListMultipartUploads": { try await $0.listMultipartUploads($1) },
        "ListParts": { try await $0.listParts($1) },
    ]
}
