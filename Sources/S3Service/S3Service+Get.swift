import Foundations
import JSONModel
import ServicePorts

extension S3Service {
    func headObject(_ request: ServiceRequest) async throws -> ServiceResponse {
        try answer(request.input, try await existingObject(request)).response
    }

    func getObject(_ request: ServiceRequest) async throws -> ServiceResponse {
        // Once more where the object is replaced between its description and its bytes.
        for _ in 0..<4 {
            let object = try await existingObject(request)
            var (response, range) = try answer(request.input, object)
            guard let range else { return response }
            let body = try await objects.body(
                of: object, in: try bucket(request), offset: range.offset, count: range.count)
            guard let body else { continue }
            response.body = body
            return response
        }
        throw Self.operationAborted
    }

    static var operationAborted: AWSError {
        .s3(
            "OperationAborted", 409,
            "A conflicting conditional operation is currently in progress against this resource. Try again.")
    }

    /// The answer without its body, and the bytes that belong to it; nil where there are to be none.
    private func answer(
        _ input: JSONObject, _ object: StoredObject
    ) throws -> (response: ServiceResponse, range: ObjectRange?) {
        switch Preconditions(input).outcome(for: object) {
        case .failed(let condition): throw AWSError.preconditionFailed(condition)
        case .notModified:
            let output: JSONObject = [
                "ETag": EntityTag.quoted(object.entityTag), "LastModified": .double(object.modified.seconds),
            ]
            return (ServiceResponse(output, httpStatus: 304), nil)
        case .hold: break
        }
        let range = try range(input, object)
        let output = description(input, object, range)
        return (ServiceResponse(output, httpStatus: range.isWhole ? nil : 206), range)
    }

    private func range(_ input: JSONObject, _ object: StoredObject) throws -> ObjectRange {
        guard let number = input.int("PartNumber") else {
            return try ObjectRange(header: input.string("Range"), size: object.size)
        }
        guard input.string("Range") == nil else {
            throw AWSError.s3("InvalidRequest", 400, "Cannot specify both Range header and partNumber query parameter")
        }
        return try ObjectRange(part: number, of: partSizes(object), size: object.size)
    }

    private func partSizes(_ object: StoredObject) -> [Int] {
        object.attributes.array("PartSizes")?.compactMap(\.intValue) ?? []
    }

    private func description(_ input: JSONObject, _ object: StoredObject, _ range: ObjectRange) -> JSONObject {
        let attributes = object.attributes
        var output: JSONObject = [
            "AcceptRanges": "bytes", "LastModified": .double(object.modified.seconds),
            "ContentLength": .int(range.count), "ETag": EntityTag.quoted(object.entityTag),
            "ContentType": "binary/octet-stream", "Metadata": attributes["Metadata"] ?? [:],
        ]
        output["ContentRange"] = range.header(size: object.size).map(JSONValue.string)
        for header in ObjectAttributes.headers { output[header] = attributes[header] ?? output[header] }
        output["StorageClass"] = attributes["StorageClass"]
        if let tags = attributes.array("TagSet") { output["TagCount"] = .int(tags.count) }
        let parts = partSizes(object)
        if input.int("PartNumber") != nil, !parts.isEmpty { output["PartsCount"] = .int(parts.count) }
        if input.string("ChecksumMode") == "ENABLED", range.isWhole {
            for member in ChecksumAlgorithm.allCases.map(\.member) + ["ChecksumType"] {
                output[member] = attributes[member]
            }
        }
        override(&output, input)
        return output
    }

    /// `response-content-type` and its like in the request's query.
    private func override(_ output: inout JSONObject, _ input: JSONObject) {
        for header in [
            "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires",
        ] {
            if let value = input["Response" + header], !value.isNull { output[header] = value }
        }
    }
}
