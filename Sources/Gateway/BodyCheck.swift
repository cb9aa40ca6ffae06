import AWSProtocols
import Crypto
import Foundation

/// The checks of a body against its announced length and the checksum in its trailer. A checksum in a header is a member
/// of the operation's input, and the service's to check.
struct BodyCheck {
    private static let prefix = "x-amz-checksum-"

    private let expectedCount: Int?
    private let algorithm: String
    private var digest: BodyDigest?
    private var count = 0

    /// Takes the name in `x-amz-trailer: x-amz-checksum-crc32`.
    init(_ request: WireRequest) {
        expectedCount = request.contentLength
        algorithm = Self.algorithm(request.headers["x-amz-trailer"] ?? "")
        digest = BodyDigest(algorithm)
    }

    private static func algorithm(_ header: String) -> String { String(header.lowercased().dropFirst(prefix.count)) }

    mutating func update(_ bytes: [UInt8]) throws(WireFault) {
        count += bytes.count
        if let expectedCount, count > expectedCount { throw .incompleteBody }
        digest?.update(bytes)
    }

    func finish(trailers: WireHeaders) throws(WireFault) {
        if let expectedCount, count != expectedCount { throw .incompleteBody }
        guard let digest, let expected = trailers[Self.prefix + algorithm] else { return }
        guard Data(digest.bytes).base64EncodedString() == expected else {
            let name = algorithm.uppercased()
            throw WireFault("BadDigest", "The \(name) you specified did not match the calculated checksum.")
        }
    }
}

/// A checksum in progress.
private enum BodyDigest {
    case cyclic(CyclicChecksum)
    case sha1(Insecure.SHA1)
    case sha256(SHA256)

    /// Takes the name in the header, `crc32`; nil for one that is not known.
    init?(_ algorithm: String) {
        switch algorithm {
        case "sha1": self = .sha1(Insecure.SHA1())
        case "sha256": self = .sha256(SHA256())
        default:
            guard let kind = CyclicChecksum.Kind(rawValue: algorithm) else { return nil }
            self = .cyclic(CyclicChecksum(kind))
        }
    }

    mutating func update(_ bytes: [UInt8]) {
        switch self {
        case .cyclic(var checksum):
            checksum.update(bytes)
            self = .cyclic(checksum)
        case .sha1(var hash):
            hash.update(data: bytes)
            self = .sha1(hash)
        case .sha256(var hash):
            hash.update(data: bytes)
            self = .sha256(hash)
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .cyclic(let checksum): checksum.bytes
        case .sha1(let hash): Array(hash.finalize())
        case .sha256(let hash): Array(hash.finalize())
        }
    }
}
