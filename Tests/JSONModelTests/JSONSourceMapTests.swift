import JSONModel
import Testing

@Suite struct JSONSourceMapTests {
    static let definition = """
        {
          "StartAt": "First",
          "States": {
            "First": { "Type": "Pass", "End": true },
            "a/b~c": {"Choices": [ {"Next":"x"},
              [1, 22 ,  {"é😀": null, "after": 3}] ]}
          },
          "Sta\\u0072t": 7, "twice": 1, "twice": [2]
        }
        """

    @Test(arguments: [
        ("", nil, "1:1"), ("/StartAt", "2:3", "2:14"), ("/States", "3:3", "3:13"),
        ("/States/First/End", "4:32", "4:39"), ("/States/a~1b~0c", "5:5", "5:14"),
        ("/States/a~1b~0c/Choices/0", nil, "5:28"), ("/States/a~1b~0c/Choices/0/Next", "5:29", "5:36"),
        ("/States/a~1b~0c/Choices/1/1", nil, "6:11"), ("/States/a~1b~0c/Choices/1/2/é😀", "6:18", "6:24"),
        ("/States/a~1b~0c/Choices/1/2/after", "6:30", "6:39"), ("/Start", "8:3", "8:17"),
        ("/twice", "8:32", "8:41"), ("/twice/0", nil, "8:42"),
    ])
    func findsNamesAndValues(_ pointer: String, _ name: String?, _ value: String) throws {
        let map = try JSONSourceMap(parsing: Self.definition)
        #expect(map.position(ofNameAt: pointer)?.description == name)
        #expect(map.position(ofValueAt: pointer)?.description == value)
        #expect(map.position(nearest: pointer).description == value)
        #expect(map.value == (try JSONValue(parsing: Self.definition)))
    }

    @Test(arguments: [
        ("States", "1:1"), ("/Nope", "1:1"), ("/States/First/Next", "4:5"), ("/States/a~1b~0c/Choices/2", "5:15"),
        ("/States/a~1b~0c/Choices/00", "5:15"), ("/States/a~1b~0c/Choices/-1", "5:15"),
        ("/States/a~1b~0c/Choices/+1", "5:15"), ("/States/a~2b", "3:3"), ("/StartAt/0", "2:3"), ("/twice/9", "8:32"),
        ("/twice/99999999999999999999", "8:32"), ("/", "1:1"),
    ])
    func showsWhatIsThere(_ pointer: String, _ nearest: String) throws {
        let map = try JSONSourceMap(parsing: Self.definition)
        #expect(map.position(ofValueAt: pointer) == nil && map.position(ofNameAt: pointer) == nil)
        #expect(map.position(nearest: pointer).description == nearest)
    }

    @Test(arguments: [
        ("\n", "2:1"), ("\r\n", "2:1"), ("\r", "2:1"), ("\r\n\r\n", "3:1"), ("\n\r", "3:1"), ("\r\r\n ", "3:2"),
        ("\t", "1:2"),
    ])
    func lineEnds(_ blank: String, _ place: String) throws {
        let text = blank + "[]"
        #expect(try JSONSourceMap(parsing: text).position(ofValueAt: "")?.description == place)
        let offset = blank.utf8.count
        #expect(JSONTextPosition(utf8Offset: offset, in: text.utf8).description == place)
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: blank + "x") }
        #expect(error?.position.description == place && error?.offset == offset)
    }

    @Test func columnsAreCharacters() throws {
        let text = "[\"é\", \"e\u{301}\", \"😀\", 1]"
        let map = try JSONSourceMap(parsing: text)
        let columns = (0..<4).map { map.position(ofValueAt: "/\($0)")?.column }
        #expect(columns == [2, 7, 13, 18])
        for offset in 0...text.utf8.count {
            #expect(JSONTextPosition(utf8Offset: offset, in: text.utf8) == map.position(utf8Offset: offset))
        }
    }

    @Test func largeObjectsAndLongLines() throws {
        let names = (0..<5_000).map { "ключ\($0 * 7919 % 5_003)" }
        let text = "{" + names.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",") + ",\"ключ0\":[]}"
        let map = try JSONSourceMap(parsing: text)
        var column = 2
        for (number, name) in names.enumerated() where name != "ключ0" || number > 0 {
            if number == 1 { column += names[0].count + 5 }
            #expect(map.position(ofNameAt: "/\(name)")?.column == column)
            column += name.count + 4 + String(number).count
        }
        #expect(map.position(ofNameAt: "/ключ0")?.column == column)
        #expect(map.position(ofValueAt: "/ключ5003") == nil)
    }

    @Test func hostileTexts() throws {
        #expect(throws: JSONSyntaxError.self) { try JSONSourceMap(parsing: String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONSyntaxError.self) {
            try JSONSourceMap(parsing: String(repeating: "{\"a\":", count: 1_000_000), maxDepth: .max)
        }
        let wide = try JSONSourceMap(parsing: "[" + String(repeating: "[],", count: 300_000) + "{\"a\":1}]")
        #expect(wide.position(ofNameAt: "/300000/a")?.column == 900_003)
        let deep = JSONValue.deepest
        let text = String(repeating: "[", count: deep) + String(repeating: "]", count: deep)
        let map = try JSONSourceMap(parsing: text, maxDepth: deep)
        #expect(map.position(ofValueAt: String(repeating: "/0", count: deep - 1))?.column == deep)
    }
}
