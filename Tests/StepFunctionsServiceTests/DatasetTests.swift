import EngineTestKit
import ExecutionCore
import Foundations
import JSONModel
import StatesLanguage
import Testing

@testable import StepFunctionsService

/// Datasets as bytes.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
@Suite struct DatasetTests {
    private func rows(_ text: String, _ delimiter: String = ",") -> [[String]] {
        Array(SeparatedValues(Array(text.utf8), delimiter: delimiter.utf8.first ?? 0))
    }

    @Test func rowsAreReadAsTheGuideSays() {
        #expect(rows("a,b\n1,2\n") == [["a", "b"], ["1", "2"]])
        #expect(rows("\u{FEFF}a,b\r\n\r\n1,2") == [["a", "b"], ["1", "2"]])
        #expect(rows("a\tb", "\t") == [["a", "b"]])
        #expect(rows("\"x,y\",\"line\nbreak\",\"say \"\"hi\"\"\"") == [["x,y", "line\nbreak", "say \"hi\""]])
        #expect(rows(#"C:\\Program Files\\MyApp.exe"#) == [[#"C:\Program Files\MyApp.exe"#]])
        #expect(rows(#"a\,b,c\qd,\"e\""#) == [["a,b", "cqd", #""e""#]])
        #expect(rows(",\n") == [["", ""]])
        #expect(rows("") == [])
        #expect(rows("\"open") == [["open"]])
    }

    /// What RFC 4180 writes is read back, whatever the fields hold; backslashes are doubled, as the guide asks.
    @Test(arguments: 1...300) func whatIsWrittenIsReadBack(_ seed: Int) {
        let random = SeededRandomness(seed: UInt64(seed))
        let alphabet = Array("ab,;\"\\\n\r é😀 ")
        func field() -> String {
            String((0..<Int(random.next() % 6)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] })
        }
        let written = (0..<(1 + random.next() % 5)).map { _ in (0..<(1 + random.next() % 4)).map { _ in "x" + field() }
        }
        let lines = written.map { row in
            row.map { "\"" + $0.replacing("\\", with: "\\\\").replacing("\"", with: "\"\"") + "\"" }
                .joined(separator: ";")
        }
        #expect(rows(lines.joined(separator: random.next() % 2 == 0 ? "\n" : "\r\n"), ";") == written)
    }

    /// No bytes make it crash or run on.
    @Test(arguments: 1...300) func anyBytesEnd(_ seed: Int) {
        let random = SeededRandomness(seed: UInt64(seed))
        let bytes = (0..<200).map { _ in UInt8(truncatingIfNeeded: random.next()) & 0x3F }
        let rows = Array(SeparatedValues(bytes, delimiter: 44))
        #expect(rows.allSatisfy { !$0.isEmpty })
    }
}
