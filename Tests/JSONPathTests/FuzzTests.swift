import EngineTestKit
import Foundation
import JSONModel
import JSONPath
import Testing

/// Seeded random paths and calls over random values.
@Suite struct FuzzTests {
    /// Texts a seed; `ETAPE_FUZZ_ROUNDS` makes it longer.
    static let rounds = ProcessInfo.processInfo.environment["ETAPE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 400

    /// A path selects what its steps select of lists of nodes, one after the other.
    @Test(arguments: 0..<8) func pathsSelectWhatTheirStepsSay(_ seed: UInt64) throws {
        let garden = PathGarden(seed: seed)
        for _ in 0..<Self.rounds {
            let steps = (0..<garden.below(5)).map { _ in garden.step() }
            let text = "$" + steps.map(\.text).joined()
            let path = try Path(parsing: text)
            let input = garden.value(4)
            let expected = steps.reduce([input]) { nodes, step in nodes.flatMap(step.select) }
            do throws(EvaluationError) {
                let result = try path.evaluate(on: input)
                #expect(path.isDefinite ? [result] == expected : result == .array(expected), "\(text) on \(input)")
            } catch {
                #expect(expected.isEmpty, "\(text) on \(input): \(error)")
                #expect(error.errorName == "States.Runtime")
            }
            #expect(path.isPresent(input: input) == !expected.isEmpty, "\(text) on \(input)")
        }
    }

    /// What is set at a reference path is found there.
    @Test(arguments: 0..<8) func whatIsSetIsFound(_ seed: UInt64) throws {
        let garden = PathGarden(seed: seed &+ 1000)
        for round in 0..<Self.rounds {
            let text = "$" + (0..<garden.below(4)).map { _ in "['\(garden.pick(PathGarden.names))']" }.joined()
            let input = garden.value(3)
            guard let output = try? ReferencePath(parsing: text).set(.int(round), in: input) else { continue }
            #expect(try Path(parsing: text).evaluate(on: output) == .int(round), "\(text) in \(input)")
        }
    }

    @Test(arguments: 0..<8) func brokenPathsEnd(_ seed: UInt64) {
        let garden = PathGarden(seed: seed &+ 2000)
        for _ in 0..<Self.rounds {
            let text = garden.broken("$" + (0..<garden.below(5)).map { _ in garden.step().text }.joined())
            do throws(DefinitionError) {
                let path = try Path(parsing: text)
                #expect(path.text == text)
                _ = try? path.evaluate(input: garden.value(4), context: garden.value(2), variables: ["v": 1])
            } catch {
                #expect((0...text.utf8.count).contains(error.offset), "\(text)")
            }
        }
    }

    @Test(arguments: 0..<8) func callsEnd(_ seed: UInt64) {
        let garden = PathGarden(seed: seed &+ 3000)
        let random = SeededRandomness(seed: seed)
        for round in 0..<Self.rounds {
            let call = garden.call(3)
            let text = round % 2 == 0 ? call : garden.broken(call)
            do throws(DefinitionError) {
                let intrinsic = try Intrinsic(parsing: text)
                #expect(text.contains(intrinsic.text))
                let input = garden.value(3)
                let result = try? intrinsic.evaluate(
                    input: input, context: garden.value(2), variables: ["v": 1], random: random)
                if let result { #expect((try? JSONValue(parsing: result.serialized())) == result, "\(text)") }
            } catch {
                #expect((0...text.utf8.count).contains(error.offset), "\(text)")
            }
        }
    }
}
