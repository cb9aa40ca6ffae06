import JSONModel
import ServicePorts

extension S3Service {
    func deleteObject(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (bucket, key) = (try bucket(request), try key(request))
        try await objects.delete(key, in: bucket, if: try condition(request.input))
        return ServiceResponse()
    }

    func deleteObjects(_ request: ServiceRequest) async throws -> ServiceResponse {
        let bucket = try await existingBucket(request)
        let delete = request.input.object("Delete") ?? [:]
        guard let list = delete.array("Objects"), (1...1000).contains(list.count) else {
            throw AWSError.s3(
                "MalformedXML", 400,
                "The XML you provided was not well-formed or did not validate against our published schema")
        }
        var deleted: [JSONValue] = []
        var errors: [JSONValue] = []
        for entry in list.compactMap(\.objectValue) {
            let key = entry.string("Key")
            do {
                try await self.delete(entry, in: bucket)
                deleted.append(["Key": .string(key ?? "")])
            } catch let error as AWSError {
                errors.append(Self.failure(key, error.code, error.message))
            } catch {
                errors.append(Self.failure(key, "InternalError", "\(error)"))
            }
        }
        var output: JSONObject = [:]
        if !deleted.isEmpty, delete.bool("Quiet") != true { output["Deleted"] = .array(deleted) }
        if !errors.isEmpty { output["Errors"] = .array(errors) }
        return ServiceResponse(output)
    }

    private func delete(_ entry: JSONObject, in bucket: String) async throws {
        if let version = entry.string("VersionId"), version != "null" { throw AWSError.unsupported("VersionId") }
        for member in ["LastModifiedTime", "Size"] where entry[member] != nil { throw AWSError.unsupported(member) }
        let key = try checkedKey(entry.string("Key"))
        let condition = entry.string("ETag").map { $0 == "*" ? .present : WriteCondition.entityTag(EntityTag.bare($0)) }
        do {
            try await objects.delete(key, in: bucket, if: condition)
        } catch let error as ObjectStoreError {
            throw AWSError(error, ["Bucket": .string(bucket), "IfMatch": "*"])
        }
    }

    private static func failure(_ key: String?, _ code: String, _ message: String) -> JSONValue {
        ["Key": .string(key ?? ""), "Code": .string(code), "Message": .string(message)]
    }
}
