import Foundations
import JSONModel
import ServicePorts

extension S3Service {
    func copyObject(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        let key = try key(request)
        let source = try CopySource(request.input.string("CopySource") ?? "")
        let condition = try condition(request.input)
        try refuseIdleCopy(request.input, source, to: bucket, key)
        let (object, staged) = try await stage(source, request.input) { object in
            guard object.size <= Self.largestPut else {
                throw AWSError.s3(
                    "InvalidRequest", 400,
                    "The specified copy source is larger than the maximum allowable size for a copy source: "
                        + "\(Self.largestPut)")
            }
            return ObjectRange.whole(object.size)
        }
        let attributes: JSONObject
        do {
            attributes = try self.attributes(request.input, of: object)
        } catch {
            await objects.discard(staged)
            throw error
        }
        let copy = try await objects.put(
            staged, as: key, in: bucket, entityTag: nil, attributes: attributes, if: condition)
        var result: JSONObject = [
            "ETag": EntityTag.quoted(copy.entityTag), "LastModified": .double(copy.modified.seconds),
        ]
        for member in Self.checksumMembers { result[member] = attributes[member] }
        return ServiceResponse(["CopyObjectResult": .object(result)])
    }

    private static let checksumMembers = ChecksumAlgorithm.allCases.map(\.member) + ["ChecksumType"]

    /// Stages what `range` takes of a copy's source, if the conditions on the source hold.
    func stage(
        _ source: CopySource, _ input: JSONObject, range: (StoredObject) throws -> ObjectRange
    ) async throws -> (StoredObject, StagedBytes) {
        // Once more where the source is replaced while it is read.
        for _ in 0..<4 {
            guard let object = try await sourceObject(source) else { throw AWSError.noSuchKey(source.key) }
            guard case .hold = Preconditions(input, prefix: "CopySource").outcome(for: object) else {
                throw AWSError.preconditionFailed("x-amz-copy-source-If")
            }
            let range = try range(object)
            let body = try await objects.body(of: object, in: source.bucket, offset: range.offset, count: range.count)
            guard let body else { continue }
            let staged = try await objects.stage(body) { _ in }
            if try await objects.object(source.key, in: source.bucket)?.version == object.version {
                return (object, staged)
            }
            await objects.discard(staged)
        }
        throw Self.operationAborted
    }

    private func sourceObject(_ source: CopySource) async throws -> StoredObject? {
        do {
            return try await objects.object(source.key, in: source.bucket)
        } catch ObjectStoreError.noSuchBucket {
            throw AWSError.noSuchBucket(source.bucket)
        }
    }

    private func attributes(_ input: JSONObject, of source: StoredObject) throws -> JSONObject {
        var attributes = try ObjectAttributes.make(input)
        if input.string("MetadataDirective") != "REPLACE" {
            for member in ObjectAttributes.headers + ["Metadata"] { attributes[member] = source.attributes[member] }
        }
        if input.string("TaggingDirective") != "REPLACE" { attributes["TagSet"] = source.attributes["TagSet"] }
        if source.attributes.string("ChecksumType") == "FULL_OBJECT" {
            for member in Self.checksumMembers { attributes[member] = source.attributes[member] }
        }
        return attributes
    }

    private func refuseIdleCopy(_ input: JSONObject, _ source: CopySource, to bucket: String, _ key: String) throws {
        guard source.bucket == bucket, source.key.utf8.elementsEqual(key.utf8) else { return }
        let changes = ["StorageClass", "WebsiteRedirectLocation", "ServerSideEncryption"]
        if input.string("MetadataDirective") == "REPLACE" || changes.contains(where: { input[$0] != nil }) { return }
        throw AWSError.s3(
            "InvalidRequest", 400,
            "This copy request is illegal because it is trying to copy an object to itself without changing the "
                + "object's metadata, storage class, website redirect location or encryption attributes.")
    }
}

extension ObjectRange {
    static func whole(_ size: Int) -> ObjectRange { ObjectRange(offset: 0, count: size, isWhole: true) }
}
