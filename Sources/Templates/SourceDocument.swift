public import JSONModel

/// A JSON or YAML text that stands in a file of its own (a state machine's definition), as JSON.
public enum SourceDocument {
    /// Workflows nest deeper than templates: each Parallel or Map within another takes four levels.
    private static let maxDepth = 256

    /// Reads JSON, or YAML where the file's name ends in `.yaml` or `.yml`. Throws with the place of the first error.
    public static func json(_ text: String, file: String) throws(TemplateErrors) -> JSONValue {
        try node(text, file: file).json
    }

    static func node(_ text: String, file: String) throws(TemplateErrors) -> Node {
        guard isYAML(file) else {
            var reader = JSONReader(text: text, file: file, maxDepth: maxDepth)
            let node = reader.read()
            try reader.findings.check()
            return node ?? Node(.null, at: .start)
        }
        var options = YAMLReader.Options()
        options.allowsFunctions = false
        options.maxDepth = maxDepth
        var reader = YAMLReader(text: text, file: file, options: options)
        let node = reader.read()
        try reader.findings.check()
        return node ?? Node(.null, at: .start)
    }

    static func isYAML(_ file: String) -> Bool {
        let name = file.lowercased()
        return name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    /// A template's text. A JSON text is recognised by its first character; in a `.yaml` file it may be YAML's flow
    /// style.
    static func template(_ text: String, file: String, findings: inout Findings) -> Node? {
        if text.first(where: { !$0.isWhitespace }) == "{" {
            var reader = JSONReader(text: text, file: file)
            let node = reader.read()
            if reader.findings.isEmpty || !isYAML(file) {
                findings.merge(reader.findings)
                return node
            }
        }
        var reader = YAMLReader(text: text, file: file)
        let node = reader.read()
        findings.merge(reader.findings)
        return node
    }
}
