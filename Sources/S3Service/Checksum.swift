import Crypto

/// The checksums that S3 knows for the bytes of an object; the raw value is `ChecksumAlgorithm`'s.
enum ChecksumAlgorithm: String, CaseIterable, Sendable {
    case crc32 = "CRC32"
    case crc32c = "CRC32C"
    case crc64nvme = "CRC64NVME"
    case sha1 = "SHA1"
    case sha256 = "SHA256"
    case sha512 = "SHA512"
    case md5 = "MD5"

    /// `ChecksumCRC32`
    var member: String { "Checksum" + rawValue }

    /// Bytes of a value.
    var length: Int {
        switch self {
        case .crc32, .crc32c: 4
        case .crc64nvme: 8
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        case .md5: 16
        }
    }

    var crc: CRC? {
        switch self {
        case .crc32: .crc32
        case .crc32c: .crc32c
        case .crc64nvme: .crc64nvme
        default: nil
        }
    }

    func value(of bytes: [UInt8]) -> [UInt8] {
        var checksum = RunningChecksum(self)
        checksum.update(bytes)
        return checksum.value
    }
}

/// A checksum while its bytes are arriving.
enum RunningChecksum {
    case crc(CRC)
    case sha1(Insecure.SHA1)
    case sha256(SHA256)
    case sha512(SHA512)
    case md5(Insecure.MD5)

    init(_ algorithm: ChecksumAlgorithm) {
        switch algorithm {
        case .crc32: self = .crc(.crc32)
        case .crc32c: self = .crc(.crc32c)
        case .crc64nvme: self = .crc(.crc64nvme)
        case .sha1: self = .sha1(Insecure.SHA1())
        case .sha256: self = .sha256(SHA256())
        case .sha512: self = .sha512(SHA512())
        case .md5: self = .md5(Insecure.MD5())
        }
    }

    mutating func update(_ bytes: [UInt8]) {
        switch self {
        case .crc(var crc):
            crc.update(bytes)
            self = .crc(crc)
        case .sha1(var hash): self = .sha1(Self.updated(&hash, bytes))
        case .sha256(var hash): self = .sha256(Self.updated(&hash, bytes))
        case .sha512(var hash): self = .sha512(Self.updated(&hash, bytes))
        case .md5(var hash): self = .md5(Self.updated(&hash, bytes))
        }
    }

    var value: [UInt8] {
        switch self {
        case .crc(let crc): crc.bytes
        case .sha1(let hash): Array(hash.finalize())
        case .sha256(let hash): Array(hash.finalize())
        case .sha512(let hash): Array(hash.finalize())
        case .md5(let hash): Array(hash.finalize())
        }
    }

    private static func updated<Hash: HashFunction>(_ hash: inout Hash, _ bytes: [UInt8]) -> Hash {
        hash.update(data: bytes)
        return hash
    }
}
