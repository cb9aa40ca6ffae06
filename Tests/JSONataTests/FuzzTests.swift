import EngineTestKit
import Foundation
import JSONModel
import Testing

@testable import JSONata

/// Seeded random expressions: evaluation ends, with a value or an error that has a code.
@Suite struct FuzzTests {
    static let input: JSONValue = [
        "a": [["b": 1, "c": "x"], ["b": 2, "c": "y"], ["b": [3, 4]]], "d": ["e": ["f": nil, "g": true]],
        "n": [1, 2, 3],
    ]
    static let limits = EvaluationLimits(depth: 500, work: 200_000, sequence: 20_000, regexSteps: 50_000)

    /// Expressions a seed; `ETAPE_FUZZ_ROUNDS` makes it longer.
    static let rounds = ProcessInfo.processInfo.environment["ETAPE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 300

    @Test(arguments: 0..<20) func grownExpressionsEnd(_ seed: UInt64) throws {
        var garden = Garden(seed: seed)
        for _ in 0..<Self.rounds {
            let text = garden.expression(4)
            try checkRoundTrip(text)
            check(text)
        }
    }

    @Test(arguments: 0..<20) func mutatedExpressionsEnd(_ seed: UInt64) {
        var garden = Garden(seed: seed &+ 1000)
        for _ in 0..<Self.rounds {
            check(garden.mutated(garden.expression(3) + garden.expression(2)))
        }
    }

    /// What the parser takes for safe is lowered later: then the resolver finds no error in it.
    static func checkPlacement(_ text: String, _ dialect: Dialect = .standard) {
        var parser = Parser(text, dialect: dialect)
        guard let parsed = try? parser.parse(), !parser.mayMisplace else { return }
        #expect(throws: Never.self, "\(text)") { try Resolver.resolve(parsed) }
    }

    private func check(_ text: String) {
        Self.checkPlacement(text)
        if let error = failure(text, Self.input, limits: Self.limits) {
            #expect(error.code.count == 5, "\(text): \(error)")
            #expect(!error.message.isEmpty)
        }
    }

    private func checkRoundTrip(_ text: String) throws {
        guard let parsed = try? Parser.parse(text, dialect: .standard) else { return }
        let printed = ExpressionPrinter.text(of: parsed)
        #expect((try? Parser.parse(printed, dialect: .standard)) == parsed, "\(text) was printed as \(printed)")
    }
}

/// Grows expressions by the language's grammar, and breaks them.
struct Garden {
    private let random: SeededRandomness

    init(seed: UInt64) { random = SeededRandomness(seed: seed) }

    private func pick<Element>(_ choices: [Element]) -> Element { choices[Int(random.next() % UInt64(choices.count))] }

    private static let leaves = [
        "a", "b", "c", "d", "n", "1", "0", "-1", "2.5", "'x'", "\"\"", "true", "null", "$", "$$", "$v", "*", "**", "%",
        "[]", "{}", "[1..3]", "/x+/i", "$sum", "`a`", "and",
    ]
    private static let operators = [
        ".", "+", "-", "*", "/", "%", "=", "!=", "<", ">", "<=", ">=", "&", " and ", " or ", " in ", "~>", "?:", "??",
    ]
    private static let functions = [
        "sum", "count", "max", "string", "length", "substring", "split", "replace", "match", "join", "map", "filter",
        "reduce", "sort", "keys", "lookup", "merge", "spread", "each", "sift", "zip", "reverse", "distinct", "append",
        "number", "round", "formatNumber", "formatBase", "formatInteger", "fromMillis", "toMillis", "type", "exists",
        "boolean", "not", "eval", "single", "shuffle", "pad", "trim", "error", "base64encode", "power", "v",
    ]

    mutating func expression(_ depth: Int) -> String {
        guard depth > 0 else { return pick(Self.leaves) }
        func part() -> String {
            var inner = self
            return inner.expression(depth - 1)
        }
        switch random.next() % 16 {
        case 0, 1: return part() + pick(Self.operators) + part()
        case 2: return part() + "." + part()
        case 3: return part() + "[" + part() + "]"
        case 4: return "(" + part() + "; " + part() + ")"
        case 5: return "[" + part() + ", " + part() + "]"
        case 6: return "{" + part() + ": " + part() + "}"
        case 7, 8: return "$" + pick(Self.functions) + "(" + part() + pick(["", ", " + part(), ", ?"]) + ")"
        case 9: return "($v := " + part() + "; " + part() + ")"
        case 10: return "function($v, $w){" + part() + "}" + pick(["", "(" + part() + ")"])
        case 11: return part() + "^(" + pick(["<", ">", ""]) + part() + ")"
        case 12: return part() + pick(["@$v", "#$v", "[]"]) + "." + part()
        case 13: return part() + "{" + part() + ": " + part() + "}"
        case 14: return part() + " ? " + part() + " : " + part()
        default: return part() + " ~> |" + part() + "|" + part() + pick(["", ", " + part()]) + "|"
        }
    }

    /// With a few characters lost, doubled or put elsewhere.
    mutating func mutated(_ text: String) -> String {
        var characters = Array(text)
        for _ in 0..<(1 + random.next() % 4) where !characters.isEmpty {
            let place = Int(random.next() % UInt64(characters.count))
            switch random.next() % 3 {
            case 0: characters.remove(at: place)
            case 1: characters.insert(pick(Array("()[]{}$.%*@#^|?:;,'\"`/\\~!<>é💩0")), at: place)
            default: characters.swapAt(place, Int(random.next() % UInt64(characters.count)))
            }
        }
        return String(characters)
    }
}
