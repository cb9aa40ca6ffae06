import JSONModel
import Testing

@testable import JSONata

/// Examples of docs.jsonata.org, by chapter.
@Suite struct LanguageTests {
    static let person: JSONValue = [
        "FirstName": "Fred", "Surname": "Smith", "Age": 28,
        "Address": ["Street": "Hursley Park", "City": "Winchester", "Postcode": "SO21 2JN"],
        "Phone": [
            ["type": "home", "number": "0203 544 1234"], ["type": "office", "number": "01962 001234"],
            ["type": "office", "number": "01962 001235"], ["type": "mobile", "number": "077 7700 1234"],
        ],
        "Other": ["Over 18 ?": true, "Misc": nil, "Alternative.Address": ["City": "London"]],
    ]

    /// "Simple Queries" and "Predicate Queries".
    @Test(
        arguments: [
            ("Surname", "Smith"), ("Address.City", "Winchester"), ("Other.`Over 18 ?`", true), ("Other.Nothing", nil),
            ("Phone[0].number", "0203 544 1234"), ("Phone[-1].type", "mobile"), ("Phone[-2].number", "01962 001235"),
            ("Phone.number[0]", ["0203 544 1234", "01962 001234", "01962 001235", "077 7700 1234"]),
            ("(Phone.number)[0]", "0203 544 1234"), ("Phone[[0..1]].type", ["home", "office"]),
            ("Phone[type='mobile'].number", "077 7700 1234"), ("Phone[type='mobile'][].number", ["077 7700 1234"]),
            ("Phone[type='fax'].number", nil), ("Address.*", ["Hursley Park", "Winchester", "SO21 2JN"]),
            ("*.City", "Winchester"), ("**.City", ["Winchester", "London"]),
        ] as [(String, JSONValue?)])
    func paths(_ text: String, _ expected: JSONValue?) throws {
        #expect(try evaluate(text, Self.person) == expected)
    }

    /// "Sorting, Grouping and Aggregation" and "Result Structures".
    @Test(
        arguments: [
            (
                "Phone{type: number}",
                ["home": "0203 544 1234", "office": ["01962 001234", "01962 001235"], "mobile": "077 7700 1234"]
            ),
            ("(Phone{type: $count($)}).office", 2), ("(Phone^(type, >number).number)[1]", "077 7700 1234"),
            ("(Phone^(type, >number).number)[2]", "01962 001235"),
            ("Phone[0].{type: number}", ["home": "0203 544 1234"]),
            ("$sum(Phone.$number($substring(number, -1)))", 17),
            ("[Address, Other.`Alternative.Address`].City", ["Winchester", "London"]),
        ] as [(String, JSONValue?)])
    func structures(_ text: String, _ expected: JSONValue?) throws {
        #expect(try evaluate(text, Self.person) == expected)
    }

    /// "Path Operators": context, position, parent; "Other Operators".
    @Test(
        arguments: [
            ("Phone#$i[type='office'].{'at': $i, 'n': number}.at", [1, 2]),
            ("Phone@$p.Address.City", ["Winchester", "Winchester", "Winchester", "Winchester"]),
            ("Phone.number[%.type='home']", "0203 544 1234"),
            ("Address.City.(%.Street & ', ' & $)", "Hursley Park, Winchester"),
            ("Age > 20 and Age < 30 ? 'twenties' : 'other'", "twenties"), ("Nope ?? 'default'", "default"),
            ("'' ?: 'default'", "default"),
            ("'Fred' in [FirstName, Surname]", true), ("FirstName & ' ' & Surname", "Fred Smith"),
            ("[1..3, 7]", [1, 2, 3, 7]),
            ("Phone ~> $count()", 4), ("$uppercase(FirstName) ~> $substring(1, 2)", "RE"), ("-Age", -28),
            ("Age % 5", 3),
            ("/* no */ Age /* comment */", 28),
            ("$ ~> |Address|{'City': 'X'}, ['Street']| ~> $lookup('Address')", ["City": "X", "Postcode": "SO21 2JN"]),
        ] as [(String, JSONValue?)])
    func operators(_ text: String, _ expected: JSONValue?) throws {
        #expect(try evaluate(text, Self.person) == expected)
    }

    /// "Functional Programming": closures, recursion, partial application, composition, signatures.
    @Test(
        arguments: [
            ("($v := function($x){function($y){$x + $y}}; $v(1)(2))", 3),
            ("($f := function($n){$n < 2 ? $n : $f($n - 1) + $f($n - 2)}; $f(15))", 610),
            ("($f := function($n, $a){$n = 0 ? $a : $f($n - 1, $a + 1)}; $f(10000, 0))", 10_000),
            ("($first5 := $substring(?, 0, 5); $first5('Hello, World'))", "Hello"),
            ("($f := $uppercase ~> $trim; $f('  hello   world  '))", "HELLO WORLD"),
            ("λ($a, $b)<n-n:n>{$a + $b}(1, 2)", 3),
            ("$map([1..3], function($v, $i, $a){$v * $i + $count($a)})", [3, 5, 9]),
            ("$reduce([1..5], function($i, $j){$i * $j})", 120),
            ("$filter([1..5], function($v){$v % 2 = 1})", [1, 3, 5]),
            ("$sift({'a': 1, 'b': 2}, function($v, $k){$k = 'b'})", ["b": 2]),
            ("$each({'a': 1, 'b': 2}, function($v, $k){$k & $v})", ["a1", "b2"]),
            ("$single([1..5], function($v){$v = 3})", 3), ("($x := 1; ($x := 2; $y := $x); $x)", 1),
        ] as [(String, JSONValue?)])
    func functions(_ text: String, _ expected: JSONValue?) throws {
        #expect(try evaluate(text) == expected)
    }

    @Test func undefinedIsNotNull() throws {
        #expect(try evaluate("a", ["a": nil]) == .null)
        #expect(try evaluate("b", ["a": nil]) == nil)
        #expect(try evaluate("[a, b]", ["a": nil]) == [nil])
        #expect(try evaluate("$exists(a) and $not($exists(b))", ["a": nil]) == true)
        #expect(try evaluate("$", nil) == nil)
    }

    @Test func objectsKeepTheirOrder() throws {
        let value = try evaluate("{'z': 1, 'a': 2, 'm': {'y': 1, 'b': 2}}")
        #expect(value?.serialized() == #"{"z":1,"a":2,"m":{"y":1,"b":2}}"#)
    }

    @Test func bindingsAreVariables() throws {
        #expect(try evaluate("$states.input.x + $y", nil, ["states": ["input": ["x": 1]], "y": 2]) == 3)
        #expect(try evaluate("($y := 5; $y)", nil, ["y": 2]) == 5)
        #expect(try evaluate("$sum", nil, ["sum": 2]) == 2)
    }

    /// Positions count code units to the end of the token, as the reference does; tokens are those at fault.
    @Test(
        arguments: [
            ("1 + 'a'", "T2002", 3, "+"), ("'a' - 1", "T2001", 5, "-"), ("(1", "S0203", 2, "(end)"),
            ("a b", "S0201", 3, "b"),
            ("\"a", "S0101", 2, nil), ("$sum('a')", "T0412", 5, "sum"), ("sum(1)", "T1005", 4, "sum"),
            ("[1,2", "S0203", 4, "(end)"),
            ("1 < 'a'", "T2009", 3, "<"), ("5 ~> 6", "T2006", 4, "~>"), ("💩 @ 5", "S0214", 6, "@"),
        ] as [(String, String, Int, String?)])
    func errorsSayWhere(_ text: String, _ code: String, _ position: Int, _ token: String?) {
        let error = failure(text)
        #expect(error?.code == code)
        #expect(error?.position == position)
        #expect(error?.token == token)
    }
}

/// What the lexer reads over bytes, told in UTF-16 code units.
@Suite struct LexerTests {
    static let errors: [(text: String, code: String, position: Int?)] = [
        ("'é' + 'x", "S0101", 8),
        ("'😀' ~ 1", "S0204", 6),
        ("é.`ab", "S0105", 5),
        ("/* 😀 */ 'a\\q'", "S0103", 12),
        ("'\\u12é4'", "S0104", 2),
        ("1e999", "S0102", 0),
        ("😀 /* x", "S0106", 3),
        ("a.1", "S0213", 3),
        ("a.1.b", "S0213", 3),
        ("a{'x': 1}{'y': 2}", "S0210", 10),
    ]

    @Test(arguments: errors) func positions(_ text: String, _ code: String, _ position: Int?) {
        let error = #expect(throws: JSONataError.self) { try Program(compiling: text) }
        #expect(error?.code == code)
        #expect(error?.position == position)
    }

    static let literals: [(text: String, value: Double)] = [
        ("0", 0), ("12.5", 12.5), ("0.1", 0.1), ("123456789012345678", 123_456_789_012_345_680),
        ("9007199254740993", 9_007_199_254_740_992), ("0.000000000000001", 1e-15), ("1.5e3", 1500), ("2E-2", 0.02),
        ("179769313486231570000000000000000000000", 1.7976931348623157e38), ("3.14159265358979", 3.14159265358979),
    ]

    @Test(arguments: literals) func numbers(_ text: String, _ value: Double) throws {
        #expect(try Parser.parse(text, dialect: .standard).kind == .number(value))
    }
}

/// Chains of names and positions take a short way; the reference's rules for arrays hold on it too.
@Suite struct ChainTests {
    static let data: JSONValue = [
        "rows": [["v": [1, 2]], ["v": [3]], ["w": [["x": "y"], [["x": "z"]]]]], "one": ["v": 5], "n": [[7, 8], [9]],
    ]
    static let chains: [(expression: String, result: JSONValue?)] = [
        ("rows[0].v", [1, 2]), ("rows[0].v[1]", 2), ("rows[-1].w[0].x", "y"), ("rows[1].v", [3]),
        ("rows[9].v", nil), ("rows[2].w[1].x", "z"), ("one[0].v", 5), ("one[-1].v[0]", 5), ("one[1].v", nil),
        ("n[0]", [7, 8]), ("n[1]", [9]), ("n[0][1]", 8), ("rows.v[0]", [1, 3]), ("rows[0.7].v[1.9]", 2),
        ("rows[1].v[]", [3]), ("$$.rows[0].v[-1]", 2), ("rows[0].v.q", nil), ("$[0].one.v", 5),
    ]

    @Test(arguments: chains) func results(_ expression: String, _ result: JSONValue?) throws {
        #expect(try evaluate(expression, Self.data) == result)
    }
}

/// Searches share buffers: one inside another must not disturb it.
@Suite struct NestedSearchTests {
    @Test func replacementsSearchAgain() throws {
        let text = "($r := /a(b)?/; $replace('ab-a', $r, function($m) { $replace($m.match & 'a', $r, '[$1]') }))"
        #expect(try evaluate(text) == "[b][]-[][]")
        // As in JavaScript without the `u` flag, `\D` takes one half of the pair; a half alone is no text.
        #expect(
            try evaluate("['a1b2', 'é3', '💩4'].$replace(/(\\D)(\\d)/, '$2$1')") == ["1a2b", "3é", "\u{FFFD}4\u{FFFD}"])
    }
}
