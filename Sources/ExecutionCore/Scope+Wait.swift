import Foundations
import JSONModel
import JSONPath
import StatesLanguage

extension Scope {
    /// When a Wait state ends.
    func deadline(_ wait: WaitDefinition, on input: JSONValue) throws(Failure) -> Timestamp {
        switch wait {
        case .seconds(let field): return time + .seconds(try seconds(field, on: input))
        case .timestamp(.literal(let text)): return try timestamp(.string(text), "Timestamp", text)
        case .timestamp(.path(let path)):
            return try timestamp(value(path, on: input, field: "TimestampPath"), "TimestampPath", path.text)
        case .timestamp(.jsonata(let expression)):
            return try timestamp(
                value(expression, expecting: "string"), expression.field, expression.source)
        case .timestamp(.intrinsic(let intrinsic)):
            throw Failure(error: StatesError.runtime, cause: prefix + "\(intrinsic.text) is no path")
        }
    }

    private func seconds(_ field: Field<Int>, on input: JSONValue) throws(Failure) -> Int {
        try self.seconds(field, "SecondsPath", on: input)
    }

    /// A field of seconds: `Seconds`, `TimeoutSeconds`, `HeartbeatSeconds`, or its `…Path`.
    func seconds(_ field: Field<Int>, _ name: String, on input: JSONValue) throws(Failure) -> Int {
        switch field {
        case .literal(let seconds): return seconds
        case .path(let path):
            let value = try value(path, on: input, field: name)
            guard let seconds = value.intValue else {
                throw Failure(
                    error: StatesError.runtime,
                    cause: prefix + "The \(name) parameter cannot be parsed as a long value: \(path.text) == "
                        + value.serialized())
            }
            guard seconds >= 0 else {
                throw Failure(
                    error: StatesError.runtime,
                    cause: prefix + "The \(name) parameter references a negative value: \(path.text) == "
                        + value.serialized())
            }
            guard seconds <= 99_999_999 else {
                throw Failure(
                    error: StatesError.runtime,
                    cause: prefix + "The \(name) parameter references a value that is out of range: \(path.text) == "
                        + value.serialized())
            }
            return seconds
        case .jsonata(let expression): return try seconds(expression)
        case .intrinsic(let intrinsic):
            throw Failure(error: StatesError.runtime, cause: prefix + "\(intrinsic.text) is no path")
        }
    }

    private func seconds(_ expression: JSONataExpression) throws(Failure) -> Int {
        let value = try value(expression, expecting: "number")
        guard let seconds = value.intValue, (0...99_999_999).contains(seconds) else {
            throw failure(expression, " returned a value that is not a valid number of seconds: \(value.serialized())")
        }
        return seconds
    }

    private func timestamp(_ value: JSONValue, _ name: String, _ path: String) throws(Failure) -> Timestamp {
        if let text = value.stringValue, let moment = Timestamp(rfc3339: text) {
            guard moment - time <= .seconds(Int64(Int32.max)) else {
                throw Failure(error: StatesError.runtime, cause: prefix + "Wait state delay is too long.")
            }
            return moment
        }
        throw Failure(
            error: StatesError.runtime,
            cause: prefix + "The \(name) parameter does not reference a valid ISO-8601 extended offset date-time "
                + "format string: \(path) == " + (value.stringValue ?? value.serialized()))
    }
}
