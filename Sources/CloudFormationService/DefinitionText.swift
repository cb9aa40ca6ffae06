import JSONModel
import Templates

/// A state machine's definition as it stands in the project, before its substitutions.
struct DefinitionText: Sendable {
    var text: String
    /// The file to name in errors.
    var file: String
    /// Where the text begins in that file, when it stands within the template.
    var inTemplate: SourcePosition?

    /// The definition as the service takes it, as JSON. Each `${Name}` of `values` is replaced by its value, written
    /// as JSON strings are.
    func substituted(_ values: [String: String]) throws(TemplateErrors) -> String {
        let result = Self.pieces(text).map { Self.replaced($0, values) }.joined()
        do {
            let value = try SourceDocument.json(result, file: file)
            let isYAML = file.lowercased().hasSuffix(".yaml") || file.lowercased().hasSuffix(".yml")
            return isYAML && inTemplate == nil ? value.serialized(pretty: true) : result
        } catch {
            throw TemplateErrors(error.errors.map { placed($0, values) })
        }
    }

    /// The names in the text that `values` does not have.
    func missing(_ values: [String: String]) -> [String] {
        var names: [String] = []
        for case .name(let name) in Self.pieces(text) where values[name] == nil && !names.contains(name) {
            names.append(name)
        }
        return names
    }

    private static func pieces(_ text: some StringProtocol) -> [Substitution.Piece] {
        Substitution.pieces(String(text), unescapes: false)
    }

    private static func replaced(_ piece: Substitution.Piece, _ values: [String: String]) -> String {
        switch piece {
        case .text(let text): text
        case .name(let name):
            values[name].map { String(JSONValue.string($0).serialized().dropFirst().dropLast()) } ?? "${\(name)}"
        }
    }

    /// The error's place in the text as it was before the substitution, which changes columns but no line.
    private func placed(_ error: TemplateError, _ values: [String: String]) -> TemplateError {
        var error = error
        if let inTemplate {
            error.position = inTemplate
            return error
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(error.line - 1) else { return error }
        var before = 1
        var after = 1
        for piece in Self.pieces(lines[error.line - 1]) {
            let length = Self.replaced(piece, values).unicodeScalars.count
            guard after + length <= error.column else { break }
            after += length
            before += Self.replaced(piece, [:]).unicodeScalars.count
        }
        if error.column > after, case .text? = Self.piece(at: before, of: lines[error.line - 1]) {
            before += error.column - after
        }
        error.position.column = before
        return error
    }

    private static func piece(at column: Int, of line: Substring) -> Substitution.Piece? {
        var start = 1
        for piece in pieces(line) {
            let length = replaced(piece, [:]).unicodeScalars.count
            if column < start + length { return piece }
            start += length
        }
        return nil
    }
}
