import EngineTestKit
import JSONModel
import JSONPath
import Testing

@Suite struct PathTests {
    /// The book store of Goessner's article, https://goessner.net/articles/JsonPath/.
    static let store = #"""
        {"store":{"book":[
          {"category":"reference","author":"Nigel Rees","title":"Sayings of the Century","price":8.95},
          {"category":"fiction","author":"Evelyn Waugh","title":"Sword of Honour","price":12.99},
          {"category":"fiction","author":"Herman Melville","title":"Moby Dick","isbn":"0-553-21311-3","price":8.99},
          {"category":"fiction","author":"J. R. R. Tolkien","title":"The Lord of the Rings",
           "isbn":"0-395-19395-8","price":22.99}],
         "bicycle":{"color":"red","price":19.95}}}
        """#

    @Test(arguments: [
        ("$.store.book[*].author", #"["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]"#),
        ("$..author", #"["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]"#),
        ("$.store..price", "[8.95,12.99,8.99,22.99,19.95]"),
        ("$..book[2].title", #"["Moby Dick"]"#),
        ("$..book[-1:].title", #"["The Lord of the Rings"]"#),
        ("$..book[0,1].title", #"["Sayings of the Century","Sword of Honour"]"#),
        ("$..book[:2].title", #"["Sayings of the Century","Sword of Honour"]"#),
        ("$..book[?(@.isbn)].title", #"["Moby Dick","The Lord of the Rings"]"#),
        ("$..book[?(@.price<10)].title", #"["Sayings of the Century","Moby Dick"]"#),
        ("$..book[?(@.price < 10)].title", #"["Sayings of the Century","Moby Dick"]"#),
        ("$..book[?( @.price < 10 && @.category == 'fiction' )].title", #"["Moby Dick"]"#),
        ("$.store.bicycle['color']", #""red""#),
    ])
    func goessnersExamples(_ path: String, _ expected: String) throws {
        let value = try Path(parsing: path).evaluate(on: try JSONValue(parsing: Self.store))
        #expect(value.serialized() == expected)
    }

    @Test(arguments: ["", "store", "$.", "$[", "$.a[?(]", "$..", "$.a[1:2:3:4]", "$['a"])
    func refuses(_ text: String) { #expect(throws: DefinitionError.self) { try Path(parsing: text) } }

    /// The guide: a ResultPath that names what is not there makes it.
    @Test func referencePathsMakeTheirWay() throws {
        let input: JSONValue = ["a": ["b": 1], "list": [1, 2]]
        #expect(try ReferencePath(parsing: "$.a.c.d").set(3, in: input)["a"] == ["b": 1, "c": ["d": 3]])
        #expect(try ReferencePath(parsing: "$.list[1]").set(9, in: input)["list"] == [1, 9])
        #expect(try ReferencePath(parsing: "$").set(9, in: input) == 9)
        #expect(throws: EvaluationError.self) { try ReferencePath(parsing: "$.a.b.c").set(1, in: input) }
        #expect(throws: DefinitionError.self) { try ReferencePath(parsing: "$.a[*]") }
    }

    /// Damaged paths end in an error, never in a trap.
    @Test(arguments: 0..<2_000) func hostileTextEnds(_ seed: Int) throws {
        let random = SeededRandomness(seed: UInt64(seed))
        let alphabet = Array("$.[]()'\"*?@,:-0129ab<>=!&|~ \\é")
        let text =
            "$"
            + String((0..<Int(random.next() % 24)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] })
        guard let path = try? Path(parsing: text) else { return }
        _ = try? path.evaluate(on: try JSONValue(parsing: Self.store))
        #expect(path.text == text)
    }
}
