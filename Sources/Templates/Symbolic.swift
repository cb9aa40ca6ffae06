public import JSONModel

/// Values that only the creation of a resource gives (a subscription's ARN) stand in resolved properties as
/// `{"Fn::GetAtt": [resource, attribute]}`, and within text as `{"Fn::Join": ["", [parts]]}`; nothing else in them
/// has such a form.
public enum Symbolic {
    static func attribute(_ resource: String, _ name: String) -> JSONValue {
        ["Fn::GetAtt": [.string(resource), .string(name)]]
    }

    static func joined(_ parts: [JSONValue]) -> JSONValue { ["Fn::Join": ["", .array(parts)]] }

    static func isSymbolic(_ value: JSONValue) -> Bool {
        guard let object = value.objectValue, object.count == 1 else { return false }
        return object["Fn::GetAtt"] != nil || object["Fn::Join"] != nil
    }

    /// The value with attributes filled in; nil where `attribute` does not know one.
    public static func filled(_ value: JSONValue, _ attribute: (String, String) -> String?) -> JSONValue? {
        switch value {
        case .array(let values):
            let filled = values.compactMap { Self.filled($0, attribute) }
            return filled.count == values.count ? .array(filled) : nil
        case .object(let object):
            if isSymbolic(value) { return text(object, attribute).map { .string($0) } }
            var result = JSONObject()
            for (name, value) in object {
                guard let value = filled(value, attribute) else { return nil }
                result[name] = value
            }
            return .object(result)
        default: return value
        }
    }

    private static func text(_ object: JSONObject, _ attribute: (String, String) -> String?) -> String? {
        if let path = object.strings("Fn::GetAtt"), path.count == 2 { return attribute(path[0], path[1]) }
        guard let parts = object["Fn::Join"]?[1]?.arrayValue else { return nil }
        let texts = parts.compactMap { Self.filled($0, attribute)?.stringValue }
        return texts.count == parts.count ? texts.joined() : nil
    }
}
