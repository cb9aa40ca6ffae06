import Foundations
import JSONModel
import ServicePorts

/// The checksums that a request says its body has (`Content-MD5`, `x-amz-checksum-…`), and those it wants computed.
struct BodyChecksums {
    private var running: [ChecksumAlgorithm: RunningChecksum] = [:]
    private var expected: [ChecksumAlgorithm: [UInt8]] = [:]
    private let md5: [UInt8]?

    /// `also`: what the upload that the body is a part of keeps.
    init(_ input: JSONObject, also: String? = nil) throws {
        md5 = try Self.md5(input)
        for algorithm in ChecksumAlgorithm.allCases {
            guard let text = input.string(algorithm.member) else { continue }
            guard let value = Base64.strictlyDecoded(text), value.count == algorithm.length else {
                let header = "x-amz-checksum-" + algorithm.rawValue.lowercased()
                throw AWSError.s3("InvalidRequest", 400, "Value for \(header) header is invalid.")
            }
            expected[algorithm] = value
            running[algorithm] = RunningChecksum(algorithm)
        }
        for name in [input.string("ChecksumAlgorithm"), also].compactMap({ $0 }) {
            let algorithm = try Self.algorithm(name)
            running[algorithm] = RunningChecksum(algorithm)
        }
    }

    static func algorithm(_ name: String) throws -> ChecksumAlgorithm {
        guard let algorithm = ChecksumAlgorithm(rawValue: name.uppercased()) else {
            throw AWSError.unsupported("ChecksumAlgorithm \(name)")
        }
        return algorithm
    }

    mutating func update(_ bytes: [UInt8]) {
        for algorithm in running.keys { running[algorithm]?.update(bytes) }
    }

    /// The members `Checksum…` of the answer. Throws `BadDigest` where the body is not what was announced.
    func verified(md5 computed: String) throws -> JSONObject {
        if let md5, hexadecimal(md5) != computed {
            throw AWSError.s3("BadDigest", 400, "The Content-MD5 you specified did not match what we received.")
        }
        var members: JSONObject = [:]
        for algorithm in ChecksumAlgorithm.allCases {
            guard let value = running[algorithm]?.value else { continue }
            guard expected[algorithm] == nil || expected[algorithm] == value else {
                throw AWSError.s3(
                    "BadDigest", 400, "The \(algorithm.rawValue) you specified did not match the calculated checksum.")
            }
            members[algorithm.member] = .string(Base64.encode(value))
        }
        return members
    }

    private static func md5(_ input: JSONObject) throws -> [UInt8]? {
        guard let text = input.string("ContentMD5") else { return nil }
        guard let value = Base64.strictlyDecoded(text), value.count == 16 else {
            throw AWSError.s3("InvalidDigest", 400, "The Content-MD5 you specified was invalid.")
        }
        return value
    }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
