import EngineTestKit
import Foundation
import Foundations
import Testing

@testable import Templates

/// Texts made to break a reader end soon, with findings or without, and never with a crash.
struct HostileTextTests {
    private func laughs(_ levels: Int, _ tail: String) -> String {
        let lines = (1..<levels).map {
            "  l\($0): &l\($0) [\(Array(repeating: "*l\($0 - 1)", count: 9).joined(separator: ", "))]"
        }
        return "Metadata:\n  l0: &l0 lol\n" + lines.joined(separator: "\n") + "\n" + tail
    }

    @Test func billionLaughs() {
        let found = findings(laughs(12, "Resources: {B: {Type: AWS::S3::Bucket}}"))
        #expect(found.count == 1 && found[0].contains("values, its aliases expanded"))
    }

    /// Comparing such keys alone would take 9^12 steps.
    @Test(arguments: ["? *l11\n: x\n? *l11\n: y", "? [*l11]\n: x", "x: {[*l11]: y}"])
    func billionLaughsInKeys(_ tail: String) {
        #expect(findings(laughs(12, tail)).contains { $0.contains("key") })
    }

    @Test func deepNesting() {
        #expect(findings(String(repeating: "[", count: 900)).count == 1)
        #expect(findings(String(repeating: "- ", count: 900) + "x")[0].contains("nested deeper than 64 levels"))
        #expect(!findings(String(repeating: "[", count: 100_000)).isEmpty)
        #expect(!findings(String(repeating: "- ", count: 100_000)).isEmpty)
        #expect(
            findings("{\"a\":" + String(repeating: "[", count: 100_000), file: "t.json")[0].contains("nested deeper"))
    }

    @Test func sizesHaveLimits() {
        let text = "Description: " + String(repeating: "x", count: Template.maxBytes)
        #expect(findings(text) == ["1:1: a template has at most 1048576 bytes"])
    }

    /// Names that double from resource to resource: 2^40 characters at the end, were there no limit.
    @Test func textThatDoubles() {
        let rows = (1..<40).map {
            "  G\($0): {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub \"${G\($0 - 1)}${G\($0 - 1)}\"}}"
        }
        let text =
            "Resources:\n  G0: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: gg}}\n"
            + rows.joined(separator: "\n")
        #expect(findings(text).contains { $0.contains("must have 1 to 512 characters") })
    }

    @Test func aThousandResourcesInAChain() throws {
        let rows = (1..<1000).map { "  G\($0): {Type: AWS::Logs::LogGroup, DependsOn: G\($0 - 1)}" }
        let text = "Resources:\n  G0: {Type: AWS::Logs::LogGroup}\n" + rows.reversed().joined(separator: "\n")
        #expect(try resolved(text).resources.map(\.logicalID) == (0..<1000).map { "G\($0)" })
    }

    @Test(arguments: 0..<8)
    func mutations(_ seed: UInt64) {
        let random = SeededRandomness(seed: seed)
        let pieces = [
            "!", "&a", "*a", "{", "}", "[", "]", ":", "- ", "\n", "  ", "\"", "'", "|", "?", "!Sub ", "${", "Fn::",
            "\t", "#", "é", "%", "<<: ",
        ]
        for _ in 0..<150 {
            var scalars = Array(orders.unicodeScalars)
            for _ in 0...Int(random.next() % 6) {
                let place = Int(random.next() % UInt64(scalars.count))
                let length = Int(random.next() % 12)
                switch random.next() % 3 {
                case 0: scalars.removeSubrange(place..<min(place + length, scalars.count))
                case 1:
                    let piece = pieces[Int(random.next() % UInt64(pieces.count))]
                    scalars.insert(contentsOf: piece.unicodeScalars, at: place)
                default:
                    let source = Int(random.next() % UInt64(scalars.count))
                    scalars.insert(contentsOf: scalars[source..<min(source + length * 10, scalars.count)], at: place)
                }
            }
            let text = String(String.UnicodeScalarView(scalars))
            for finding in findings(text) { #expect(finding.first?.isNumber == true) }
            _ = findings(text, file: "t.json")
        }
    }

    @Test(arguments: 0..<4)
    func noise(_ seed: UInt64) {
        let random = SeededRandomness(seed: 1000 + seed)
        for _ in 0..<200 {
            let bytes = (0..<Int(random.next() % 200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            #expect(!findings(String(decoding: bytes, as: UTF8.self)).isEmpty)
        }
    }
}
