import Foundation
import JSONModel

/// What is given to `etape eval` as text.
enum EvalText {
    /// `name=JSON`; `$` before the name may stand or not.
    static func variable(_ text: String, option: String) throws(CLIError) -> (name: String, value: JSONValue) {
        guard let mark = text.firstIndex(of: "=") else { throw CLIError("\(option) \(text): expected NAME=JSON") }
        let written = String(text[..<mark]).trimmed
        let name = written.hasPrefix("$") ? String(written.dropFirst()) : written
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
            throw CLIError("\(option) \(text): expected NAME=JSON")
        }
        return (name, try InputText.json(String(text[text.index(after: mark)...]), option: "\(option) \(name)").value)
    }

    /// All of standard input; nil where it is empty.
    static func standardInput() throws(CLIError) -> JSONValue? {
        let contents = FileHandle.standardInput.readDataToEndOfFile()
        let isBlank = contents.allSatisfy { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
        return isBlank ? nil : try InputText.parsed(Array(contents), place: "standard input")
    }
}
