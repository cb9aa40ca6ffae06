import Foundation
import JSONModel
import Testing

/// Seeded random values and texts: what is read is what was written, and what is no JSON is refused where it stops
/// being JSON.
@Suite struct FuzzTests {
    /// Texts a seed; `ETAPE_FUZZ_ROUNDS` makes it longer.
    static let rounds = ProcessInfo.processInfo.environment["ETAPE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 150

    @Test(arguments: 0..<8) func parsePrintParseIsIdentity(_ seed: UInt64) throws {
        let garden = JSONGarden(seed: seed)
        for _ in 0..<Self.rounds {
            let text = garden.canonical(5)
            let value = try JSONValue(parsing: text)
            #expect(value.serialized() == text)
            #expect(value.serializedBytes() == Array(text.utf8))
            let adorned = garden.adorned(text)
            let again = try JSONValue(parsing: adorned)
            #expect(again == value && again.hashValue == value.hashValue, "\(adorned)")
            #expect(again.serialized() == text)
            #expect(try JSONValue(parsing: value.serialized(pretty: true)).serialized() == text)
        }
    }

    @Test(arguments: 0..<8) func everythingHasItsPlace(_ seed: UInt64) throws {
        let garden = JSONGarden(seed: seed &+ 1000)
        for _ in 0..<Self.rounds {
            let text = garden.adorned(garden.canonical(4))
            let map = try JSONSourceMap(parsing: text)
            #expect(map.value == (try JSONValue(parsing: text)))
            let scalars = Self.lines(text)
            check(map.value, "", map, scalars)
        }
    }

    /// The value that begins at its place is the value; the name that begins at its place is the name.
    private func check(_ value: JSONValue, _ pointer: String, _ map: JSONSourceMap, _ lines: [String.UnicodeScalarView])
    {
        guard let place = map.position(ofValueAt: pointer) else {
            Issue.record("\(pointer) has no place")
            return
        }
        #expect(Self.leading(lines, place) == value, "\(pointer) at \(place)")
        switch value {
        case .array(let elements):
            for (index, element) in elements.enumerated() { check(element, "\(pointer)/\(index)", map, lines) }
        case .object(let members):
            for (name, member) in members {
                let step = name.replacing("~", with: "~0").replacing("/", with: "~1")
                let below = pointer + "/" + step
                if let place = map.position(ofNameAt: below) {
                    #expect(Self.leading(lines, place) == .string(name), "\(below) at \(place)")
                } else {
                    Issue.record("\(below) has no place for its name")
                }
                check(member, below, map, lines)
            }
        default: break
        }
    }

    /// Each with its line end.
    private static func lines(_ text: String) -> [String.UnicodeScalarView] {
        var lines = [String.UnicodeScalarView()]
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            lines[lines.count - 1].append(scalar)
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            if scalar == "\n" || scalar == "\r" && next != "\n" { lines.append(String.UnicodeScalarView()) }
        }
        return lines
    }

    /// The value with which the text from there on begins: the error behind it tells how long it is.
    private static func leading(_ lines: [String.UnicodeScalarView], _ place: JSONTextPosition) -> JSONValue? {
        guard lines.indices.contains(place.line - 1) else { return nil }
        var rest = String(String.UnicodeScalarView(lines[place.line - 1].dropFirst(place.column - 1)))
        for line in lines[place.line...] { rest += String(line) }
        do throws(JSONSyntaxError) {
            return try JSONValue(parsing: rest)
        } catch {
            return try? JSONValue(parsing: Array(rest.utf8.prefix(error.offset)))
        }
    }

    @Test(arguments: 0..<8) func brokenTextsAreRefusedAsTheGrammarSays(_ seed: UInt64) {
        let garden = JSONGarden(seed: seed &+ 2000)
        for _ in 0..<Self.rounds {
            let bytes = garden.broken(Array(garden.adorned(garden.canonical(3)).utf8))
            let isJSON = Grammar.accepts(bytes)
            do throws(JSONSyntaxError) {
                let value = try JSONValue(parsing: bytes)
                #expect(isJSON, "\(String(decoding: bytes, as: UTF8.self))")
                #expect((try? JSONValue(parsing: value.serialized())) == value)
            } catch {
                #expect(!isJSON, "\(String(decoding: bytes, as: UTF8.self)): \(error)")
                #expect((0...bytes.count).contains(error.offset))
                #expect(error.position == JSONTextPosition(utf8Offset: error.offset, in: bytes))
                #expect(throws: error) { try JSONSourceMap(parsing: bytes) }
            }
        }
    }

    @Test(arguments: 0..<4) func arbitraryBytesEnd(_ seed: UInt64) {
        let garden = JSONGarden(seed: seed &+ 3000)
        for _ in 0..<Self.rounds {
            let bytes = (0..<garden.below(40)).map { _ in UInt8(garden.below(256)) }
            #expect(((try? JSONValue(parsing: bytes)) != nil) == Grammar.accepts(bytes))
        }
    }
}
