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
        case .path(let path):
            let found = try number(path, "MaxConcurrency", on: input)
            guard let number = Int(found.text) else { throw invalid("MaxConcurrency", found, "valid integer") }
            guard number >= 0 else { throw invalid("MaxConcurrency", found, "non-negative integer") }
            return number
        case .intrinsic: return 0
        case .jsonata(let expression): return try nonNegativeInteger(expression)
        }
    }
}
