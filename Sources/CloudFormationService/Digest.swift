import Crypto
import Foundation

/// Digests as lower-case hexadecimal text.
enum Digest {
    static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    /// The MD5 of a file, as S3 gives it as ETag; read in pieces.
    static func md5(file path: String) throws(PathProblem) -> String {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            var digest = Insecure.MD5()
            while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { digest.update(data: piece) }
            return hexadecimal(digest.finalize())
        } catch {
            throw PathProblem(message: "\(path) cannot be read")
        }
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
