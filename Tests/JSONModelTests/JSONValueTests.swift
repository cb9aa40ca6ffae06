import JSONModel
import Testing

@Suite struct JSONValueTests {
    @Test func keepsOrderAndNumbers() throws {
        let text = #"{"b":1,"a":[1.50,1e400,-0,9007199254740993,12345678901234567890123],"c":{"x":null,"y":true}}"#
        #expect(try JSONValue(parsing: text).serialized() == text)
    }

    @Test func decodesEscapes() throws {
        #expect(try JSONValue(parsing: #""a\n\u00e9\ud83d\ude00\ud800""#).stringValue == "a\né😀\u{FFFD}")
    }

    @Test(arguments: ["", "{", "[1,]", "01", "1.", "tru", "\"a", "{\"a\" 1}", "[1] 2", "\"\u{1}\"", "-", "nul"])
    func refuses(_ text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    @Test func saysWhere() {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "{\n  \"a\": x}") }
        #expect(error?.line == 2 && error?.column == 8 && error?.offset == 9)
    }

    @Test func largeObjectsFindTheirMembers() {
        var object = JSONObject((0..<100).map { ("k\($0)", JSONValue.int($0)) })
        object["k50"] = nil
        #expect(object.count == 99 && object["k99"] == 99 && object["k50"] == nil)
    }
}
