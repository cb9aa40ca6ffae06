import Testing

@testable import LambdaRuntime

struct OutputSplitterTests {
    @Test func `lines, and a fence that cuts one`() {
        var splitter = OutputSplitter(token: "t0")
        let pieces = splitter.feed(Array("one\ntwo\u{1E}t0 2048\u{1E}three\n".utf8))
        #expect(pieces == [.line("one"), .line("two"), .fence(peakMemory: 2048), .line("three")])
    }

    @Test func `however the bytes arrive`() {
        let bytes = Array("a\n\u{1E}t0 7\u{1E}é\u{1E}x\n\u{1E}t0 x\u{1E}\nlast".utf8)
        var whole = OutputSplitter(token: "t0")
        let expected: [OutputSplitter.Piece] = [
            .line("a"), .fence(peakMemory: 7), .line("é\u{1E}x"), .line("\u{1E}t0 x\u{1E}"), .line("last"),
        ]
        #expect(whole.feed(bytes) + whole.finish() == expected)
        var single = OutputSplitter(token: "t0")
        #expect(bytes.flatMap { single.feed([$0]) } + single.finish() == expected)
    }

    @Test func `another environment's fence is text`() {
        var splitter = OutputSplitter(token: "t0")
        #expect(splitter.feed(Array("\u{1E}t1 7\u{1E}\n".utf8)) == [.line("\u{1E}t1 7\u{1E}")])
    }

    @Test func `a line without end is cut`() {
        var splitter = OutputSplitter(token: "t0")
        let length = OutputSplitter.longestLine
        let pieces = splitter.feed([UInt8](repeating: UInt8(ascii: "x"), count: length + 1)) + splitter.finish()
        #expect(pieces == [.line(String(repeating: "x", count: length)), .line("x")])
    }
}
