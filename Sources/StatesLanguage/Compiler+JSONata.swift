import JSONModel
import JSONata

extension Compiler {
    /// Compiles a field's value. `field` is the field as AWS names it in a cause: `Output`, `Catch[1]/Output`.
    mutating func jsonataTemplate(_ value: JSONValue, field: String, at location: String) -> JSONataTemplate? {
        let count = diagnostics.count
        let root = node(value, field: field, at: location)
        return diagnostics.count == count ? JSONataTemplate(root: root) : nil
    }

    private mutating func node(_ value: JSONValue, field: String, at location: String) -> JSONataTemplate.Node {
        switch value {
        case .string(let text):
            guard JSONataExpression.resembles(text) else { return .literal(value) }
            return jsonata(text, field: field, at: location).map { .expression($0) } ?? .literal(value)
        case .array(let elements):
            let nodes = elements.enumerated().map {
                node($0.element, field: field + "[\($0.offset)]", at: location + "[\($0.offset)]")
            }
            return nodes.allSatisfy(\.isLiteral) ? .literal(value) : .array(nodes)
        case .object(let object):
            let members = object.map {
                (
                    name: $0.key,
                    value: node($0.value, field: field + "/" + $0.key, at: location + "/" + JSONPointer.escaped($0.key))
                )
            }
            return members.allSatisfy(\.value.isLiteral) ? .literal(value) : .object(members)
        default: return .literal(value)
        }
    }

    /// Compiles one `{% … %}`.
    mutating func jsonata(_ text: String, field: String, at location: String) -> JSONataExpression? {
        guard let source = JSONataExpression.source(of: text) else {
            report("JSONata expressions must begin with '{%' and end with '%}'", at: location)
            return nil
        }
        guard !Self.beginsWithBlankLine(source) else {
            report("A JSONata expression must not have blanks before its first line break", at: location)
            return nil
        }
        do throws(JSONataError) {
            let expression = try JSONataExpression(Self.trimmed(source), field: field)
            refuseUnsupported(expression, at: location)
            note(variables: expression.variables)
            return expression
        } catch {
            report(error.message, code: "INVALID_JSONATA_EXPRESSION", at: location)
            return nil
        }
    }

    /// An expression has no context item: what would read one is refused, and `$$` and members of `$states` that the
    /// field does not have.
    private mutating func refuseUnsupported(_ expression: JSONataExpression, at location: String) {
        for name in expression.program.topLevelReferences {
            report(
                "Reference to '\(name)' at the top level is not supported.", code: "UNSUPPORTED_JSONATA_EXPRESSION",
                at: location)
        }
        for member in ["result", "errorOutput"] where expression.statesMembers.contains(member) {
            guard !statesMembers(of: expression.field).contains(member) else { continue }
            report(
                "Reference to '$states.\(member)' is not supported in the field '\(expression.field)'.",
                code: "UNSUPPORTED_JSONATA_EXPRESSION", at: location)
        }
    }

    /// `$states.result` is there after a state's work, `$states.errorOutput` in a catcher.
    private func statesMembers(of field: String) -> Set<String> {
        if field.hasPrefix("Catch[") { return ["errorOutput"] }
        let root = field.prefix { $0 != "/" && $0 != "[" }
        guard root == "Output" || root == "Assign", let type = currentType else { return [] }
        return type == .task || type == .parallel || type == .map ? ["result"] : []
    }

    /// A blank before the first line break: `{%`, blank, line break.
    private static func beginsWithBlankLine(_ source: Substring) -> Bool {
        let blanks = source.utf8.prefix { $0 == 0x20 || $0 == 0x09 }
        guard !blanks.isEmpty, let next = source.utf8.dropFirst(blanks.count).first else { return false }
        return next == 0x0A || next == 0x0D
    }

    private static func trimmed(_ source: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        var rest = source.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }
}

extension JSONataTemplate.Node {
    var isLiteral: Bool { if case .literal = self { true } else { false } }
}
