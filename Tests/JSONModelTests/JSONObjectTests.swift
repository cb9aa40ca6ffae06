import JSONModel
import Testing

@Suite struct JSONObjectTests {
    /// RFC 8259, section 4, leaves it open: here the last value counts, in the first place.
    @Test(arguments: [1, 20, 200]) func repeatedNames(_ others: Int) throws {
        let middle = (0..<others).map { #""m\#($0)":\#($0),"# }.joined()
        let value = try JSONValue(parsing: #"{"a":1,\#(middle)"b":{"x":1},"a":[3,{"c":4}],"z":5}"#)
        #expect(value.serialized() == #"{"a":[3,{"c":4}],\#(middle)"b":{"x":1},"z":5}"#)
        #expect(value.objectValue?.count == others + 3)
    }

    @Test func repeatedNamesWithEscapes() throws {
        let value = try JSONValue(parsing: #"[{"a":1,"b":2},{"\u0061":1,"b":2,"a":3},{"b":1,"\u0062":2}]"#)
        #expect(value.serialized() == #"[{"a":1,"b":2},{"a":3,"b":2},{"b":2}]"#)
    }

    /// Names are code points: RFC 8259, section 8.3.
    @Test func canonicallyEquivalentNamesDiffer() throws {
        let text = "{\"\u{E9}\":1,\"e\u{301}\":2,\"K\":3,\"\u{212A}\":4}"
        let object = try #require(try JSONValue(parsing: text).objectValue)
        #expect(object.count == 4)
        #expect(object["\u{E9}"] == 1 && object["e\u{301}"] == 2 && object["K"] == 3 && object["\u{212A}"] == 4)
        #expect(JSONValue.object(object).serialized() == text)
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
        var many = JSONObject((0..<40).map { ("n\($0)", .int($0)) })
        many["\u{E9}"] = 1
        many["e\u{301}"] = 2
        #expect(many.count == 42 && many["\u{E9}"] == 1)
    }

    @Test func objectsOfManyShapes() throws {
        let objects = (0..<5_000).map { number in
            JSONObject((0..<number % 7).map { ("n\((number * 31 + $0 * 7) % 977)", .int($0)) })
        }
        let value = JSONValue.array(objects.map(JSONValue.object))
        #expect(try JSONValue(parsing: value.serialized()) == value)
    }

    @Test func copiesAreTheirOwn() throws {
        let list = try JSONValue(parsing: #"[{"a":1,"b":2},{"a":3,"b":4}]"#)
        var first = try #require(list[0]?.objectValue)
        let before = first
        first["a"] = 9
        first["c"] = 5
        first.removeValue(forKey: "b")
        #expect(JSONValue.object(first).serialized() == #"{"a":9,"c":5}"#)
        #expect(JSONValue.object(before).serialized() == #"{"a":1,"b":2}"#)
        #expect(list.serialized() == #"[{"a":1,"b":2},{"a":3,"b":4}]"#)
    }

    @Test func walksOverWhatWasThere() {
        var object: JSONObject = ["a": 1, "b": 2]
        for (name, value) in object {
            object[name + name] = value
            object[name] = nil
        }
        #expect(object == ["aa": 1, "bb": 2])
    }

    @Test func growsAndShrinks() {
        var object = JSONObject()
        for number in 0..<300 { object["k\(number)"] = .array([.int(number)]) }
        for number in stride(from: 0, to: 300, by: 2) { object["k\(number)"] = nil }
        #expect(object.keys == stride(from: 1, to: 300, by: 2).map { "k\($0)" })
        #expect(object.allSatisfy { .array([.int(Int($0.key.dropFirst())!)]) == $0.value })
        #expect(object["k2"] == nil && object.values.count == 150)
    }

    @Test func equalInWhateverOrder() {
        let first: JSONObject = ["a": 1, "b": ["c": nil]]
        let second: JSONObject = ["b": ["c": nil], "a": 1]
        #expect(first == second && first.hashValue == second.hashValue)
        #expect(first != ["a": 1] && first != ["a": 1, "c": ["c": nil]])
    }
}
