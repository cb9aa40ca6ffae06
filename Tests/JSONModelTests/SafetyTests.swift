import Foundation
import JSONModel
import Synchronization
import Testing

/// Hostile texts end in an error or a value, on a small stack too.
@Suite struct SafetyTests {
    @Test(arguments: ["[", "{\"a\":", "[{\"a\":[", "[[],"]) func depthIsLimited(_ opening: String) {
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: String(repeating: opening, count: 2_000_000), maxDepth: .max)
        }
        #expect(error?.message == "nested deeper than \(JSONValue.deepest) levels")
    }

    @Test(arguments: [(1, 1), (2, 1), (512, 512), (513, 512)]) func depthCountsContainers(_ depth: Int, _ limit: Int) {
        let text = String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
        #expect(((try? JSONValue(parsing: text, maxDepth: limit)) != nil) == (depth <= limit))
    }

    @Test func theDeepestValueIsFreed() {
        #expect(
            onASmallStack {
                (try? JSONValue(parsing: Self.nested(JSONValue.deepest), maxDepth: JSONValue.deepest)) != nil
            })
    }

    @Test func aDeepValueIsWalkedOver() throws {
        let value = try JSONValue(parsing: Self.nested(512))
        let other = try JSONValue(parsing: Self.nested(512))
        let text = Self.nested(512)
        #expect(onASmallStack { value.serialized() == text })
        #expect(onASmallStack { value == other })
        #expect(onASmallStack { value.hashValue == other.hashValue })
    }

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[{\"a\":", count: depth / 2) + "null" + String(repeating: "}]", count: depth / 2)
    }

    /// The smallest that threads have on the platforms: 512 KiB, Darwin's for secondary ones.
    private func onASmallStack(_ body: @escaping @Sendable () -> Bool) -> Bool {
        let outcome = Mutex(false)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            let result = body()
            outcome.withLock { $0 = result }
            done.signal()
        }
        thread.stackSize = 512 << 10
        thread.start()
        done.wait()
        return outcome.withLock { $0 }
    }

    @Test func manyNamesAndManyShapes() throws {
        let wide = "{" + (0..<100_000).map { "\"n\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try JSONValue(parsing: wide).objectValue?.count == 100_000)
        let shapes = "[" + (0..<50_000).map { "{\"a\($0)\":0,\"b\($0)\":1}" }.joined(separator: ",") + "]"
        #expect(try JSONValue(parsing: shapes).serialized() == shapes)
    }

    @Test(arguments: [
        ("\"a\\", 3), ("\"a\\u12", 6), ("\"\u{1}\"", 1), ("-", 1), ("-x", 1), ("1.", 2), ("1.e5", 2), ("1e+", 3),
        ("00", 1), ("-012", 2), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{\"a\":1,}", 7), ("{a:1}", 1), ("nul", 3),
        ("truE", 3), ("[1,]", 3),
        ("", 0), (" ", 1), ("[]]", 2), ("\"\\x\"", 2), ("\u{FEFF}1", 0),
    ])
    func errorsSayWhere(_ text: String, _ offset: Int) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
        #expect(error?.offset == offset)
        #expect(error?.position == JSONTextPosition(line: 1, column: offset + 1))
    }

    @Test(arguments: [
        ([0x22, 0x61, 0xFF, 0x22], 2), ([0x22, 0xC3, 0x22], 1), ([0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22], 3),
        ([0x22, 0xF0, 0x9F, 0x98, 0x22], 1), ([0x22, 0xC3, 0xA9, 0xC0, 0x80, 0x22], 3), ([0xC3], 0),
    ])
    func bytesThatAreNotUTF8(_ bytes: [UInt8], _ offset: Int) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
        let error = #expect(throws: JSONSyntaxError.self) { try JSONSourceMap(parsing: bytes) }
        #expect(error?.offset == offset)
    }
}
