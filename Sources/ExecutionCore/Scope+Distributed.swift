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
        case .jsonata(let expression): return try nonNegativeInteger(expression)
        // No field of these is compiled to a call.
        case .intrinsic(let call): throw invalid(name, ("", call.text), "valid integer")
        case .path(let path):
            let found = try self.number(path, name, on: input)
            guard let number = Int(found.text) else { throw invalid(name, found, "valid integer") }
            guard number >= 0 else {
                throw Failure(error: StatesError.runtime, cause: prefix + "\(name) cannot be negative.")
            }
            return number
        }
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
        case .intrinsic(let call): throw invalid(Self.percentageName, ("", call.text), "valid float")
        case .path(let path):
            let name = Self.percentageName
            let found = try self.number(path, name, on: input)
            guard let number = Double(found.text) else { throw invalid(name, found, "valid float") }
            guard (0...100).contains(number) else {
                throw Failure(error: StatesError.runtime, cause: prefix + "\(name) must be between 0 and 100.")
            }
            return number
        }
    }

    private static let percentageName = "ToleratedFailurePercentage"

    func nonNegativeInteger(_ expression: JSONataExpression) throws(Failure) -> Int {
        let value = try value(expression, expecting: "number")
        guard let number = value.intValue, number >= 0 else {
            throw failure(expression, " returned a value that is not a non-negative integer: \(value.serialized())")
        }
        return number
    }

    /// What the `…Path` form of a field selects: a number, or its text.
    func number(
        _ path: Path, _ name: String, on input: JSONValue
    ) throws(Failure) -> (text: String, expression: String) {
        let value = try value(path, on: input, field: name + "Path")
        return (value.stringValue ?? value.serialized(), path.text)
    }

    func invalid(_ name: String, _ found: (text: String, expression: String), _ kind: String) -> Failure {
        Failure(
            error: StatesError.runtime,
            cause: prefix + "The \(name)Path field refers to value \"\(found.text)\" which is not a \(kind): "
                + found.expression)
    }
}
