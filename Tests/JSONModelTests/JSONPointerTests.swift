import JSONModel
import Testing

@Suite struct JSONPointerTests {
    @Test func pointersFollowTheirRFC() throws {
        let value = try JSONValue(parsing: #"{"a":[{"b/c":{"~":1}}],"":{"":2}}"#)
        #expect(value.value(at: "") == value)
        #expect(value.value(at: "/a/0/b~1c/~0") == 1)
        #expect(value.value(at: "//") == 2)
        #expect(value.value(at: "/a/1") == nil)
    }

    /// RFC 6901, section 3.
    @Test(arguments: [("a/b", "a~1b"), ("m~n", "m~0n"), ("~1", "~01"), ("", ""), ("plain", "plain")])
    func namesAreEscaped(_ name: String, _ token: String) {
        #expect(JSONPointer.escaped(name) == token)
        #expect(JSONPointer.unescaped(token) == name)
    }
}
