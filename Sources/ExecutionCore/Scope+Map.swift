import JSONModel
import JSONPath
import StatesLanguage

extension Scope {
    /// `ItemsPath`: the items of a Map state.
    func items(_ field: PathField, on input: JSONValue) throws(Failure) -> [JSONValue] {
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
        guard case .path(let path) = field else {
            if case .literal(let value) = field { return value }
            return 0
        }
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
