import Foundation
import JSONModel

/// What is given to `etape eval` as text.
enum EvalText {
    /// JSON, or the JSON of a file where it begins with `@`.
    static func json(_ text: String, option: String) throws(CLIError) -> JSONValue {
        guard text.hasPrefix("@") else { return try parsed(Array(text.utf8), place: option) }
        let path = String(text.dropFirst())
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw CLIError("\(option): cannot read the file \(path)")
        }
        return try parsed(Array(contents), place: path)
    }

    /// `name=JSON`; `$` before the name may stand or not.
    static func variable(_ text: String, option: String) throws(CLIError) -> (name: String, value: JSONValue) {
        guard let mark = text.firstIndex(of: "=") else { throw CLIError("\(option) \(text): expected NAME=JSON") }
        let written = String(text[..<mark]).trimmed
        let name = written.hasPrefix("$") ? String(written.dropFirst()) : written
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
            throw CLIError("\(option) \(text): expected NAME=JSON")
        }
        return (name, try json(String(text[text.index(after: mark)...]), option: "\(option) \(name)"))
    }

    /// All of standard input; nil where it is empty.
    static func standardInput() throws(CLIError) -> JSONValue? {
        let contents = FileHandle.standardInput.readDataToEndOfFile()
        let isBlank = contents.allSatisfy { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
        return isBlank ? nil : try parsed(Array(contents), place: "standard input")
    }

    private static func parsed(_ bytes: [UInt8], place: String) throws(CLIError) -> JSONValue {
        do throws(JSONSyntaxError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw CLIError("\(place):\(error.line):\(error.column): not JSON: \(error.message)")
        }
    }
}
