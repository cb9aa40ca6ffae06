import Foundation
import JSONModel
import Testing

/// The catalogue's examples, word for word, and what their comments say.
@Suite struct DocumentationTests {
    @Test func values() throws {
        let order = try JSONValue(parsing: #"{"id": 9007199254740993, "total": 12.50, "tags": ["new"]}"#)
        let total = order["total"]?.doubleValue  // 12.5
        let first = order["tags"]?[0]?.stringValue  // "new"
        let text = order.serialized()  // {"id":9007199254740993,"total":12.50,"tags":["new"]}
        #expect(total == 12.5 && first == "new")
        #expect(text == #"{"id":9007199254740993,"total":12.50,"tags":["new"]}"#)
    }

    @Test func changes() {
        var reply: JSONValue = ["status": "SUCCEEDED", "attempts": 2]
        if case .object(var members) = reply {
            members["status"] = "FAILED"
            members["cause"] = nil
            reply = .object(members)
        }
        #expect(reply == ["status": "FAILED", "attempts": 2])
    }

    @Test func places() throws {
        let source = """
            {
              "States": { "Wait": { "Type": "Wiat" } }
            }
            """
        let map = try JSONSourceMap(parsing: source)
        let place = map.position(ofValueAt: "/States/Wait/Type")  // 2:33
        let missing = map.position(nearest: "/States/Wait/Next")  // 2:15
        #expect(place?.description == "2:33" && missing.description == "2:15")
    }

    @Test func exactness() throws {
        let exact = try JSONValue(parsing: "[9007199254740993, 1e400, -0, 1.50]")
        let kept = exact.serialized()  // [9007199254740993,1e400,-0,1.50]
        let same = exact[3] == 1.5  // true
        let infinite = exact[1]?.doubleValue  // inf
        #expect(kept == "[9007199254740993,1e400,-0,1.50]")
        #expect(same && infinite == .infinity)
    }

    @Test(arguments: ["JSONModel", "Exactness"]) func examplesAreThese(_ page: String) throws {
        let here = URL(fileURLWithPath: #filePath)
        let catalogue = here.deletingLastPathComponent().appendingPathComponent(
            "../../Sources/JSONModel/JSONModel.docc")
        let text = try String(contentsOf: catalogue.appendingPathComponent(page + ".md"), encoding: .utf8)
        let tests = Self.lines(try String(contentsOf: here, encoding: .utf8)).joined(separator: "\n")
        let examples = text.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(!examples.isEmpty)
        for example in examples {
            #expect(tests.contains(Self.lines(example).joined(separator: "\n")), "no test runs:\n\(example)")
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
