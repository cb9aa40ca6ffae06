import JSONModel
import JSONPath

extension Compiler {
    mutating func compileDataFlow(_ fields: Fields, of type: StateType) -> DataFlow {
        DataFlow(
            inputPath: pathField("InputPath", fields),
            parameters: type == .map ? nil : template(language == .jsonata ? "Arguments" : "Parameters", fields),
            resultSelector: template("ResultSelector", fields),
            resultPath: resultPath(fields),
            outputPath: pathField("OutputPath", fields),
            assign: template("Assign", fields), output: template("Output", fields))
    }

    mutating func pathField(_ name: String, _ fields: Fields) -> PathField {
        guard let value = fields[name], language == .jsonPath else { return .whole }
        if value.isNull { return .discard }
        guard let path = path(name, fields) else { return .whole }
        return value == "$" ? .whole : .path(path)
    }

    /// A field that holds a path.
    mutating func path(_ name: String, _ fields: Fields) -> Path? {
        guard let text = fields.string(name, &self) else { return nil }
        do {
            let path = try Path(parsing: text)
            note([path])
            return path
        } catch {
            report("Value is not a valid JSONPath", at: fields.pointer(name))
            return nil
        }
    }

    /// Keeps the variables that the current state's expressions read.
    mutating func note(_ paths: [Path]) {
        note(
            variables: paths.compactMap {
                if case .variable(let name) = $0.root { name } else { nil }
            })
    }

    mutating func note(variables: some Sequence<String>) {
        guard let currentState else { return }
        for name in variables { references[currentState, default: []].insert(name) }
    }

    /// What is said of a field that a state or a rule does not have.
    func refusal(of field: String) -> String {
        guard let only = QueryLanguage.only(field), only != language else { return "Field '\(field)' is not supported" }
        return "The QueryLanguage is set to '\(language.rawValue)', but field '\(field)' is only supported for the "
            + "'\(only.rawValue)' QueryLanguage"
    }

    mutating func referencePath(_ name: String, _ fields: Fields) -> Path? {
        guard let path = path(name, fields) else { return nil }
        guard path.isReferencePath else {
            report("Value is not a Reference Path", at: fields.pointer(name))
            return nil
        }
        return path
    }

    mutating func template(_ name: String, _ fields: Fields) -> Template? {
        guard let value = fields[name], QueryLanguage.only(name) ?? language == language else { return nil }
        if language == .jsonata {
            return jsonataTemplate(value, field: fields.causeName + name, at: fields.pointer(name)).map(
                Template.jsonata)
        }
        do {
            let template = try Template(payload: value)
            if case .payload(let payload, _) = template { note(payload.expressions.flatMap(\.paths)) }
            return template
        } catch {
            report(error.diagnostic, at: fields.pointer(name))
            return nil
        }
    }

    mutating func resultPath(_ fields: Fields) -> ResultPath {
        guard let value = fields["ResultPath"], value != "$", language == .jsonPath else { return .replace }
        if value.isNull { return .discard }
        guard let text = fields.string("ResultPath", &self) else { return .replace }
        do {
            let path = try ReferencePath(parsing: text)
            guard path.root == .input else { throw DefinitionError(text: text, message: "no place in the input") }
            return .at(path)
        } catch {
            report("Value is not a Reference Path", at: fields.pointer("ResultPath"))
            return .replace
        }
    }
}
