import Foundation
import JSONModel
import StatesLanguage
import Templates

/// A definition's text with the places of its parts.
enum DefinitionSource {
    case json(JSONSourceMap)
    case document(SourceTree)
    /// Within a template, below a pointer.
    case within(SourceTree, String, JSONValue)

    /// Reads YAML where the file's name says so, else JSON.
    init(_ text: String, file: String) throws(SourceProblem) {
        let name = file.lowercased()
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
            do {
                self = .json(try JSONSourceMap(parsing: text))
            } catch {
                throw SourceProblem(file: file, line: error.position.line, column: error.position.column, error.message)
            }
            return
        }
        do {
            self = .document(try SourceTree(document: text, file: file))
        } catch {
            let first = error.errors.first
            throw SourceProblem(
                file: file, line: first?.line ?? 1, column: first?.column ?? 1, first?.message ?? "no YAML")
        }
    }

    var value: JSONValue {
        switch self {
        case .json(let map): map.value
        case .document(let tree): tree.value
        case .within(_, _, let value): value
        }
    }

    func located(_ finding: Diagnostic, file: String) -> LocatedFinding {
        let pointer = finding.pointer(in: value)
        let (line, column) = place(pointer)
        return LocatedFinding(file: file, line: line, column: column, pointer: pointer, finding: finding)
    }

    private func place(_ pointer: String) -> (Int, Int) {
        switch self {
        case .json(let map):
            let position = map.position(nearest: pointer)
            return (position.line, position.column)
        case .document(let tree):
            let position = tree.position(nearest: pointer)
            return (position.line, position.column)
        case .within(let tree, let root, _):
            let position = tree.position(nearest: root + pointer)
            return (position.line, position.column)
        }
    }
}

/// A text that is no JSON or YAML, as a finding.
struct SourceProblem: Error {
    var finding: LocatedFinding

    init(file: String, line: Int, column: Int, _ message: String) {
        finding = LocatedFinding(
            file: file, line: line, column: column, pointer: "",
            finding: Diagnostic(
                code: "SCHEMA_VALIDATION_FAILED", message: "Definition must be a valid JSON object", location: nil,
                hint: message))
    }
}
