import Foundations
import JSONModel
import ServicePorts

extension S3Service {
    func uploadPart(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (bucket, upload) = try await upload(request)
        let number = try partNumber(request.input)
        let checksum = try UploadChecksum(upload)
        let (staged, checksums) = try await stage(request, also: checksum?.algorithm.rawValue)
        let part = try await objects.putPart(
            staged, number: number, upload: upload.id, in: bucket, attributes: checksums)
        let output: JSONObject = ["ETag": EntityTag.quoted(part.md5)]
        return ServiceResponse(output.merging(checksums))
    }

    func uploadPartCopy(_ request: ServiceRequest) async throws -> ServiceResponse {
        let (bucket, upload) = try await upload(request)
        let number = try partNumber(request.input)
        let source = try CopySource(request.input.string("CopySource") ?? "")
        let header = request.input.string("CopySourceRange")
        let (_, staged) = try await stage(source, request.input) { try self.range(header, of: $0) }
        let part = try await objects.putPart(
            staged, number: number, upload: upload.id, in: bucket, attributes: [:])
        let result: JSONObject = [
            "ETag": EntityTag.quoted(part.md5), "LastModified": .double(part.modified.seconds),
        ]
        return ServiceResponse(["CopyPartResult": .object(result)])
    }

    private func partNumber(_ input: JSONObject) throws -> Int {
        guard let number = input.int("PartNumber"), (1...10_000).contains(number) else {
            throw AWSError.invalidArgument("Part number must be an integer between 1 and 10000, inclusive")
        }
        return number
    }

    /// `bytes=FIRST-LAST`, both within the source.
    private func range(_ header: String?, of source: StoredObject) throws -> ObjectRange {
        guard let header else {
            guard source.size <= Self.largestPut else { throw Self.sourceTooLarge }
            return .whole(source.size)
        }
        let range = try ObjectRange(header: header, size: source.size)
        guard !range.isWhole, header == "bytes=\(range.offset)-\(range.offset + range.count - 1)" else {
            throw AWSError.invalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
                    + "zero-based offsets of the first and last bytes to copy")
        }
        guard range.count <= Self.largestPut else { throw Self.sourceTooLarge }
        return range
    }

    private static var sourceTooLarge: AWSError {
        .s3(
            "InvalidRequest", 400,
            "The specified copy source is larger than the maximum allowable size for a copy source")
    }
}
