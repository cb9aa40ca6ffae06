import JSONModel

extension Value {
    /// The value as JSON; nil for undefined. A function is written as an empty string, as the reference prints it.
    func json() throws(JSONataError) -> JSONValue? {
        switch self {
        case .undefined, .unbound: return nil
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let value):
            guard value.isFinite else { throw JSONataError(code: "D1001", value: .string(NumberText.text(value))) }
            // Negative zero is written as JavaScript writes it: 0.
            return .number(JSONNumber(value == 0 ? 0 : value))
        case .string(let text): return .string(text)
        case .inputArray(let elements): return .array(elements)
        case .inputObject(let object): return .object(object)
        case .function: return .string("")
        case .array(let array): return .array(try Self.json(array.elements))
        case .tuples(let stream): return .array(try Self.json(stream.tuples.map(\.context)))
        case .object(let object): return .object(try Self.json(object))
        }
    }

    private static func json(_ elements: [Value]) throws(JSONataError) -> [JSONValue] {
        var result: [JSONValue] = []
        result.reserveCapacity(elements.count)
        for element in elements { result.append(try element.json() ?? .null) }
        return result
    }

    private static func json(_ object: ObjectValue) throws(JSONataError) -> JSONObject {
        var members: [JSONValue] = []
        members.reserveCapacity(object.values.count)
        for value in object.values {
            guard let json = try value.json() else { return try jsonWithoutUndefined(object) }
            members.append(json)
        }
        return JSONObject(uniqueNames: object.keys.names, members: members)
    }

    private static func jsonWithoutUndefined(_ object: ObjectValue) throws(JSONataError) -> JSONObject {
        var result = JSONObject()
        for (name, value) in zip(object.keys.names, object.values) {
            if let json = try value.json() { result[name] = json }
        }
        return result
    }

    /// What an error shows of the value.
    var evidence: JSONValue? {
        if case .number(let value) = self, !value.isFinite { return .string(NumberText.text(value)) }
        return (try? json()) ?? nil
    }
}
