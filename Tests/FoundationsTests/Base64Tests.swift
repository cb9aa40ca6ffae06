import Foundations
import Testing

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
        #expect(Base64.lenientlyDecoded(encoded) == Array(text.utf8))
        #expect(Base64.strictlyDecoded(encoded) == Array(text.utf8))
    }

    @Test(arguments: ["Z", "Zg=", "Z===", "Zm9v!", "====", "Zg==Zg==", "Zm9", "_-8="])
    func textThatIsNotExact(text: String) { #expect(Base64.strictlyDecoded(text) == nil) }

    /// As Node's `Buffer.from(text, "base64")` reads it.
    @Test(arguments: [("Zm9", "fo"), ("Z m 9 v", "foo"), ("Zm8=Zm8=", "fo")])
    func lenientReading(text: String, decoded: String) {
        #expect(Base64.lenientlyDecoded(text) == Array(decoded.utf8))
    }
}
