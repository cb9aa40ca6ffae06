import Foundation
import JSONModel

/// JSON that an option holds, or, where it begins with `@`, a file.
enum InputText {
    /// The text of `--input`; `{}` where there is none.
    static func read(_ option: String?) throws(CLIError) -> String {
        guard let option else { return "{}" }
        return try json(option, option: "--input").text
    }

    static func json(_ text: String, option: String) throws(CLIError) -> (text: String, value: JSONValue) {
        guard text.hasPrefix("@") else { return (text, try parsed(Array(text.utf8), place: option)) }
        let path = String(text.dropFirst())
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw CLIError("\(option): cannot read the file \(path)")
        }
        let value = try parsed(Array(contents), place: path)
        return (String(decoding: contents, as: UTF8.self), value)
    }

    /// `place`: what an error names, before the line and the column.
    static func parsed(_ bytes: [UInt8], place: String) throws(CLIError) -> JSONValue {
        do throws(JSONSyntaxError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw CLIError("\(place):\(error.line):\(error.column): not JSON: \(error.message)")
        }
    }
}
