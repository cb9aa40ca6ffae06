import Foundations
import JSONModel

extension ServiceModel {
    /// A JSON input as the shape says: unknown members and nulls left out, timestamps as epoch seconds.
    ///
    /// Throws `SerializationException` where a value is of another kind, in the words of AWS's services.
    func accept(_ value: JSONValue, as shape: Shape, renamed: Bool = false) throws(WireFault) -> JSONValue {
        switch shape.kind {
        case .structure: return .object(try acceptMembers(value, of: shape, renamed: renamed))
        case .list: return try acceptList(value, shape, renamed)
        case .map: return try acceptMap(value, shape, renamed)
        default: return try acceptScalar(value, shape)
        }
    }

    private func acceptMembers(_ value: JSONValue, of shape: Shape, renamed: Bool) throws(WireFault) -> JSONObject {
        guard let object = value.objectValue else { throw mismatch(value, "structure or map") }
        var result = JSONObject()
        for member in shape.members {
            guard let value = object[renamed ? member.wireName : member.name], !value.isNull else { continue }
            result[member.name] = try accept(value, as: self.shape(member), renamed: renamed)
        }
        return result
    }

    private func acceptList(_ value: JSONValue, _ shape: Shape, _ renamed: Bool) throws(WireFault) -> JSONValue {
        guard let array = value.arrayValue, let element = shape.element else { throw mismatch(value, "list") }
        var result: [JSONValue] = []
        result.reserveCapacity(array.count)
        for value in array where !value.isNull {
            result.append(try accept(value, as: self.shape(element), renamed: renamed))
        }
        return .array(result)
    }

    private func acceptMap(_ value: JSONValue, _ shape: Shape, _ renamed: Bool) throws(WireFault) -> JSONValue {
        guard let object = value.objectValue, let target = shape.value else {
            throw mismatch(value, "structure or map")
        }
        var result = JSONObject()
        for (key, value) in object where !value.isNull {
            result[key] = try accept(value, as: self.shape(target), renamed: renamed)
        }
        return .object(result)
    }

    private func acceptScalar(_ value: JSONValue, _ shape: Shape) throws(WireFault) -> JSONValue {
        switch (shape.kind, value) {
        case (.string, .string), (.blob, .string), (.boolean, .bool), (.float, .number), (.double, .number):
            return value
        case (.integer, .number), (.long, .number):
            guard let integer = value.intValue else { throw mismatch(value, "Integer") }
            return .int(integer)
        case (.timestamp, _):
            guard let time = WireTime.read(value) else { throw mismatch(value, "Timestamp") }
            return .double(time.seconds)
        default: throw mismatch(value, shape.kind.javaName)
        }
    }

    private func mismatch(_ value: JSONValue, _ wanted: String) -> WireFault {
        let token =
            switch value {
            case .string: "STRING_VALUE"
            case .number: "NUMBER_VALUE"
            case .bool(let flag): flag ? "TRUE_VALUE" : "FALSE_VALUE"
            case .null: "NULL_VALUE"
            case .array: "Start of list"
            case .object: "Start of structure or map"
            }
        return token.hasPrefix("Start")
            ? .serialization("\(token) found where not expected.")
            : .serialization("\(token) can not be converted to \(wanted == "Integer" ? "an" : "a") \(wanted)")
    }
}

extension Shape.Kind {
    fileprivate var javaName: String {
        switch self {
        case .string: "String"
        case .integer: "Integer"
        case .long: "Long"
        case .float: "Float"
        case .double: "Double"
        case .boolean: "Boolean"
        case .timestamp: "Timestamp"
        case .blob: "ByteBuffer"
        case .list: "list"
        case .map, .structure: "structure or map"
        }
    }
}

extension ServiceModel {
    /// A service's output as JSON of the shape: what the shape does not have is left out, and so are nulls.
    func present(_ value: JSONValue, as shape: Shape, _ reference: Shape.Reference? = nil, renamed: Bool = false)
        -> JSONValue
    {
        switch (shape.kind, value) {
        case (.structure, .object(let object)):
            return .object(presentMembers(object, of: shape, renamed: renamed) { _ in true })
        case (.list, .array(let array)):
            guard let element = shape.element else { return value }
            return .array(array.map { present($0, as: self.shape(element), element, renamed: renamed) })
        case (.map, .object(let object)):
            guard let target = shape.value else { return value }
            let entries = object.withoutNulls().map {
                ($0.key, present($0.value, as: self.shape(target), target, renamed: renamed))
            }
            return .object(JSONObject(entries))
        case (.timestamp, _): return presentTime(value, shape, reference)
        default: return value
        }
    }

    func presentMembers(
        _ object: JSONObject, of shape: Shape, renamed: Bool, where includes: (Shape.Reference) -> Bool
    ) -> JSONObject {
        var result = JSONObject()
        for member in shape.members where includes(member) {
            guard let value = object[member.name], !value.isNull else { continue }
            result[renamed ? member.wireName : member.name] = present(
                value, as: self.shape(member), member, renamed: renamed)
        }
        return result
    }

    private func presentTime(_ value: JSONValue, _ shape: Shape, _ reference: Shape.Reference?) -> JSONValue {
        guard let time = WireTime.read(value) else { return value }
        let format = WireTime.Format(reference, shape, usual: .unixTimestamp)
        return format == .unixTimestamp ? .double(time.seconds) : .string(format.write(time))
    }
}
