import Foundations
public import JSONModel

/// Reads an integration's parameters as an operation's input.
/// https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html
public struct ParameterReading: Sendable {
    /// The input by the names of AWS's model: timestamps as epoch seconds, bytes as base 64.
    public private(set) var input: JSONObject = [:]
    /// What is the whole body of the request.
    public private(set) var body: [UInt8]?
    /// What is wrong, each as Step Functions words it; the input is of no use then.
    public private(set) var problems: [String] = []

    private let shapes: ServiceShapes
    private let naming: ShapeNaming

    public init(
        _ parameters: JSONObject, _ shapes: ServiceShapes, _ naming: ShapeNaming, structure position: Int?
    ) {
        self.shapes = shapes
        self.naming = naming
        input = members(parameters, position.map(shapes.structure) ?? [], isOutermost: true)
    }

    private mutating func members(
        _ object: JSONObject, _ members: ShapeStructure, isOutermost: Bool = false
    ) -> JSONObject {
        let known = Dictionary(members.map { (naming.name(of: $0.name), $0) }) { first, _ in first }
        var result = JSONObject()
        for (name, value) in object {
            guard let member = known[name] else {
                problems.append("The field \"\(name)\" is not supported by Step Functions")
                continue
            }
            // A parameter that is null is none.
            guard !value.isNull else { continue }
            if isOutermost, case .blob(_, isBody: true) = member.type {
                body = Self.bytes(of: value)
            } else {
                result[member.name] = self.value(value, member.type, name)
            }
        }
        for member in members where member.isRequired && object[naming.name(of: member.name)]?.isNull != false {
            problems.append("The field '\(naming.name(of: member.name))' is required but was missing")
        }
        return result
    }

    private mutating func value(_ value: JSONValue, _ type: ShapeType, _ name: String) -> JSONValue {
        switch (type, value) {
        case (.structure(let position), .object(let object)):
            return .object(members(object, shapes.structure(position)))
        case (.list(let element, _), .array(let elements)):
            return .array(elements.map { self.value($0, element, name) })
        case (.map(let element, _), .object(let entries)):
            return .object(JSONObject(entries.map { ($0.key, self.value($0.value, element, $0.key)) }))
        case (.any, _), (.boolean, .bool), (.decimal, .number), (.timestamp, .number), (.string, .string):
            return value
        case (.integer, .number(let number)) where number.intValue != nil: return value
        // JSON in the place of a text is its text.
        case (.string, _): return .string(value.serialized())
        case (.blob, _): return .string(Base64.encode(Self.bytes(of: value)))
        case (.timestamp, .string(let text)):
            guard let time = Timestamp(rfc3339: text) else { return mismatch(name) }
            return .double(time.seconds)
        case (_, .string(let text)): return scalar(text, type) ?? mismatch(name)
        default: return mismatch(name)
        }
    }

    /// A number or a boolean that is given as text.
    private func scalar(_ text: String, _ type: ShapeType) -> JSONValue? {
        guard let value = try? JSONValue(parsing: text) else { return nil }
        switch (type, value) {
        case (.boolean, .bool), (.decimal, .number): return value
        case (.integer, .number(let number)): return number.intValue == nil ? nil : value
        default: return nil
        }
    }

    private mutating func mismatch(_ name: String) -> JSONValue {
        problems.append("The value of the field '\(name)' has an invalid format")
        return .null
    }

    /// A text's own bytes, or those of JSON.
    private static func bytes(of value: JSONValue) -> [UInt8] {
        value.stringValue.map { Array($0.utf8) } ?? value.serializedBytes()
    }
}
