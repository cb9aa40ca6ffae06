import JSONModel
import JSONPath
import StatesLanguage

extension Scope {
    /// The items of a Map state: `Items` or the state's input in JSONata, `ItemsPath` in JSONPath.
    func items(of map: MapDefinition, on input: JSONValue) throws(Failure) -> [JSONValue] {
        guard state.queryLanguage == .jsonata else { return try items(map.items, on: input) }
        if case .jsonata(let template)? = map.itemsTemplate {
            return try value(template, expecting: "array").arrayValue ?? []
        }
        guard let items = frame.input.value.arrayValue else {
            throw evaluationFailure("Map state input must be an array but was: \(frame.input.value.serialized())")
        }
        return items
    }

    private func items(_ field: PathField, on input: JSONValue) throws(Failure) -> [JSONValue] {
        let value: JSONValue
        var text = "$"
        if case .path(let path) = field {
            value = try self.value(path, on: input, field: "ItemsPath")
            text = path.text
        } else {
            value = input
        }
        guard let items = value.arrayValue else {
            throw Failure(
                error: StatesError.runtime, cause: prefix + "Reference path \"\(text)\" must point to array.")
        }
        return items
    }

    /// `MaxConcurrency`, or what `MaxConcurrencyPath` selects: an integer, or its text.
    func concurrency(_ field: Field<Int>, on input: JSONValue) throws(Failure) -> Int {
        switch field {
        case .literal(let value): return value
        case .path(let path): return try concurrency(path, on: input)
        case .intrinsic: return 0
        case .jsonata(let expression):
            let value = try value(expression, expecting: "number")
            guard let number = value.intValue, number >= 0 else {
                throw failure(
                    expression, " returned a value that is not a non-negative integer: \(value.serialized())")
            }
            return number
        }
    }

    private func concurrency(_ path: Path, on input: JSONValue) throws(Failure) -> Int {
        let value = try value(path, on: input, field: "MaxConcurrencyPath")
        let text = value.stringValue ?? value.serialized()
        guard let number = Int(text) else {
            throw Failure(
                error: StatesError.runtime,
                cause: prefix + "The MaxConcurrencyPath field refers to value \"\(text)\" which is not a valid "
                    + "integer: \(path.text)")
        }
        guard number >= 0 else {
            throw Failure(
                error: StatesError.runtime,
                cause: prefix + "The MaxConcurrencyPath field refers to value \"\(text)\" which is not a "
                    + "non-negative integer: \(path.text)")
        }
        return number
    }
}
