import JSONModel
import JSONPath
import StatesLanguage

/// The fields of a Map state in DISTRIBUTED mode, read from its input.
extension Scope {
    /// An integer, or its text: `ToleratedFailureCountPath`, `MaxItemsPath` …
    func integer(_ field: Field<Int>?, _ name: String, on input: JSONValue) throws(Failure) -> Int? {
        switch field {
        case nil: return nil
        case .literal(let value): return value
        case .jsonata(let expression):
            let value = try value(expression, expecting: "number")
            guard let number = value.intValue, number >= 0 else {
                throw failure(
                    expression, " returned a value that is not a non-negative integer: \(value.serialized())")
            }
            return number
        default: break
        }
        let found = try raw(field, name, on: input)
        guard let number = Int(found.text) else { throw invalid(name, found, "integer") }
        guard number >= 0 else {
            throw Failure(error: StatesError.runtime, cause: prefix + "\(name) cannot be negative.")
        }
        return number
    }

    /// `ToleratedFailurePercentage`: 0 to 100.
    func percentage(_ field: Field<Double>?, on input: JSONValue) throws(Failure) -> Double? {
        switch field {
        case nil: return nil
        case .literal(let value): return value
        case .jsonata(let expression):
            let value = try value(expression, expecting: "number")
            guard let number = value.doubleValue, (0...100).contains(number) else {
                throw failure(expression, " returned a value that is not between 0 and 100: \(value.serialized())")
            }
            return number
        default: break
        }
        let name = "ToleratedFailurePercentage"
        let found = try raw(field, name, on: input)
        guard let number = Double(found.text) else { throw invalid(name, found, "float") }
        guard (0...100).contains(number) else {
            throw Failure(error: StatesError.runtime, cause: prefix + "\(name) must be between 0 and 100.")
        }
        return number
    }

    private func raw<Value>(
        _ field: Field<Value>?, _ name: String, on input: JSONValue
    ) throws(Failure) -> (text: String, expression: String) {
        guard case .path(let path)? = field else { return ("", "") }
        let value = try value(path, on: input, field: name + "Path")
        return (value.stringValue ?? value.serialized(), path.text)
    }

    private func invalid(_ name: String, _ found: (text: String, expression: String), _ kind: String) -> Failure {
        Failure(
            error: StatesError.runtime,
            cause: prefix + "The \(name)Path field refers to value \"\(found.text)\" which is not a valid "
                + "\(kind): \(found.expression)")
    }
}
