/// The hash algorithms that `States.Hash` and `$hash` name.
public enum MessageDigest: String, Sendable, CaseIterable {
    case md5 = "MD5"
    case sha1 = "SHA-1"
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"

    /// By AWS's name of the algorithm; nil for any other.
    public init?(name: String) { self.init(rawValue: name) }

    public func digest(of message: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: MD5.digest(message)
        case .sha1: SHA1.digest(message)
        case .sha256: SHA256.digest(message)
        case .sha384: SHA512.digest384(message)
        case .sha512: SHA512.digest(message)
        }
    }

    /// The digest in lower-case hexadecimal digits.
    public func hexadecimal(of message: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest(of: message).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
