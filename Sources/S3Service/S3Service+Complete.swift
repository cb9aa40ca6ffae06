import Crypto
import JSONModel
import ServicePorts

extension S3Service {
    /// The least bytes of a part that is not the last one.
    static let smallestPart = 5 << 20

    func completeMultipartUpload(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (bucket, upload) = try await upload(request)
        let condition = try condition(request.input)
        let known = try await objects.parts(of: upload.id, in: bucket)
        let parts = try chosen(request.input, known)
        if let size = request.input.int("MpuObjectSize"), size != parts.reduce(0, { $0 + $1.size }) {
            throw AWSError.s3(
                "InvalidRequest", 400, "The provided 'x-amz-mp-object-size' header does not match what was computed.")
        }
        let checksums = try checksums(request.input, upload, parts)
        let staged = try await objects.assemble(parts, of: upload.id, in: bucket)
        var attributes = upload.attributes
        attributes.removeValue(forKey: "UploadChecksum")
        attributes["PartSizes"] = .array(parts.map { .int($0.size) })
        attributes.merge(checksums)
        let object = try await objects.put(
            staged, as: upload.key, in: bucket, entityTag: Self.entityTag(of: parts), attributes: attributes,
            if: condition)
        try await objects.removeUpload(upload.id, in: bucket)
        let output: JSONObject = [
            "Location": .string("/\(bucket)/\(URLText.encoded(upload.key))"), "Bucket": .string(bucket),
            "Key": .string(upload.key), "ETag": EntityTag.quoted(object.entityTag),
        ]
        return ServiceResponse(output.merging(checksums))
    }

    /// The MD5 of the parts' MD5s, and their number.
    static func entityTag(of parts: [ObjectPart]) -> String {
        var md5 = Insecure.MD5()
        for part in parts { md5.update(data: EntityTag.bytes(part.md5)) }
        return "\(hexadecimal(md5.finalize()))-\(parts.count)"
    }

    /// The parts that the request lists, checked.
    private func chosen(_ input: JSONObject, _ known: [ObjectPart]) throws -> [ObjectPart] {
        guard let list = input.object("MultipartUpload")?.array("Parts"), !list.isEmpty, list.count <= 10_000 else {
            throw AWSError.s3(
                "MalformedXML", 400,
                "The XML you provided was not well-formed or did not validate against our published schema")
        }
        let numbers = list.map { $0["PartNumber"]?.intValue ?? 0 }
        guard zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw AWSError.s3(
                "InvalidPartOrder", 400,
                "The list of parts was not in ascending order. Parts must be ordered by part number.")
        }
        let byNumber = Dictionary(known.map { ($0.number, $0) }) { first, _ in first }
        let parts = try zip(list, numbers).map { try part($0, byNumber[$1], $1) }
        if let small = parts.dropLast().first(where: { $0.size < Self.smallestPart }) {
            throw AWSError.s3(
                "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size",
                [
                    "ProposedSize": .int(small.size), "MinSizeAllowed": .int(Self.smallestPart),
                    "PartNumber": .int(small.number), "ETag": .string(small.md5),
                ])
        }
        return parts
    }

    private func part(_ entry: JSONValue, _ part: ObjectPart?, _ number: Int) throws -> ObjectPart {
        let tag = EntityTag.bare(entry["ETag"]?.stringValue ?? "")
        let agrees = ChecksumAlgorithm.allCases.map(\.member).allSatisfy { member in
            guard let sent = entry[member]?.stringValue, let kept = part?.attributes.string(member) else { return true }
            return sent == kept
        }
        guard let part, part.md5 == tag.lowercased(), agrees else {
            throw AWSError.s3(
                "InvalidPart", 400,
                "One or more of the specified parts could not be found. The part may not have been uploaded, or the "
                    + "specified entity tag may not match the part's entity tag.",
                ["PartNumber": .int(number), "ETag": .string(tag)])
        }
        return part
    }

    private func checksums(_ input: JSONObject, _ upload: ObjectUpload, _ parts: [ObjectPart]) throws -> JSONObject {
        guard let checksum = try UploadChecksum(upload), let value = checksum.value(of: parts) else { return [:] }
        if let sent = input.string(checksum.algorithm.member), sent != value,
            !checksum.isComposite || sent.contains("-")
        {
            throw AWSError.s3(
                "BadDigest", 400,
                "The \(checksum.algorithm.rawValue) you specified did not match the calculated checksum.")
        }
        return [
            checksum.algorithm.member: .string(value),
            "ChecksumType": .string(checksum.isComposite ? "COMPOSITE" : "FULL_OBJECT"),
        ]
    }
}
