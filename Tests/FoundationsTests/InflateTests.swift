import Foundations
import Testing

/// The packed texts are Python's `zlib.compressobj(level, zlib.DEFLATED, -15)`.
@Suite struct InflateTests {
    private func text(_ base64: String, limit: Int = 1 << 16) throws -> String {
        String(decoding: try Inflate.bytes(try #require(Base64.decode(base64)), limit: limit), as: UTF8.self)
    }

    @Test func theThreeKindsOfBlocks() throws {
        #expect(try text("AREA7v9ldGFwZSBldGFwZSBldGFwZQ==") == "etape etape etape")
        #expect(try text("Sy1JLEhVSEWQAA==") == "etape etape etape")
        #expect(
            try text(
                "7ZDbjcUgDAUbmo/YBgP9N7YDJez3lSKUhPP+CAaHaHJSzTj0YAdFDsZiJUkFnRwRxfqIZBZHtFwFfB/Mj01PcrE3c5"
                    + "DJVk2pSQS7aRmbSkIkp9iTdVie9Z736U+v+oKESpAmOZ6QcooqrYE2mmm5r7kRbpB4ofoGNKZhjWzwfiXy1rGU1eqW"
                    + "tKqF65V3guMWwffb5LfJvzf5Aw==") == (0..<300).map { "\($0 * $0 % 97)" }.joined(separator: ","))
    }

    @Test func whatIsDamagedOrTooLongIsRefused() throws {
        let packed = try #require(Base64.decode("Sy1JLEhVSEWQAA=="))
        #expect(throws: Inflate.Failure.tooLong) { try Inflate.bytes(packed, limit: 16) }
        #expect(throws: Inflate.Failure.damaged) { try Inflate.bytes(packed.dropLast(), limit: 100) }
        #expect(throws: Inflate.Failure.damaged) { try Inflate.bytes([0x07], limit: 100) }
        #expect(throws: Inflate.Failure.damaged) { try Inflate.bytes([0x01, 0x01, 0x00, 0x00, 0x00], limit: 100) }
    }

    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64(_ plain: String, _ encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
        #expect(Base64.decode(encoded.filter { $0 != "=" }) == Array(plain.utf8))
    }

    @Test(arguments: ["Z", "Zg=g", "Zm9v!", "Zm 9v"])
    func notBase64(_ text: String) { #expect(Base64.decode(text) == nil) }
}
