import Foundations
import JSONModel
import ServicePorts

/// The checksum that a multipart upload keeps: of its parts (each part's in the answer, and one over all of these), or
/// of the whole object (CRCs only: they can be joined), as "Checking object integrity for data uploads" has it.
struct UploadChecksum {
    var algorithm: ChecksumAlgorithm
    var isComposite: Bool

    var json: JSONObject {
        [
            "ChecksumAlgorithm": .string(algorithm.rawValue),
            "ChecksumType": .string(isComposite ? "COMPOSITE" : "FULL_OBJECT"),
        ]
    }

    /// Nil where the upload asks for none.
    init?(_ input: JSONObject) throws {
        guard let name = input.string("ChecksumAlgorithm") else {
            guard input.string("ChecksumType") == nil else {
                throw AWSError.s3(
                    "InvalidRequest", 400,
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.")
            }
            return nil
        }
        algorithm = try BodyChecksums.algorithm(name)
        isComposite =
            (input.string("ChecksumType") ?? (algorithm == .crc64nvme ? "FULL_OBJECT" : "COMPOSITE")) == "COMPOSITE"
        guard isComposite ? algorithm != .crc64nvme : algorithm.crc != nil else {
            let type = isComposite ? "COMPOSITE" : "FULL_OBJECT"
            throw AWSError.s3(
                "InvalidRequest", 400,
                "The \(type) checksum type cannot be used with the \(name.lowercased()) checksum algorithm.")
        }
    }

    init?(_ upload: ObjectUpload) throws {
        guard let json = upload.attributes.object("UploadChecksum") else { return nil }
        try self.init(json)
    }

    /// The object's own from its parts'; nil where a part (one that was copied) has none.
    func value(of parts: [ObjectPart]) -> String? {
        let values = parts.compactMap { $0.attributes.string(algorithm.member).flatMap(Base64.strictlyDecoded) }
        guard values.count == parts.count, let first = values.first else { return nil }
        if isComposite { return Base64.encode(algorithm.value(of: values.flatMap(\.self))) + "-\(parts.count)" }
        guard let crc = algorithm.crc else { return nil }
        let whole = zip(values, parts).dropFirst().reduce(Self.number(first)) { whole, part in
            crc.joined(whole, Self.number(part.0), length: part.1.size)
        }
        return Base64.encode(
            stride(from: 8 * algorithm.length - 8, through: 0, by: -8).map { UInt8(whole >> UInt64($0) & 255) })
    }

    private static func number(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
