import JSONModel

/// Writes values as XML by their shapes: https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings
struct XMLBody {
    private let model: ServiceModel
    private let timestamps: WireTime.Format
    var writer = XMLWriter()

    init(_ model: ServiceModel, timestamps: WireTime.Format) {
        self.model = model
        self.timestamps = timestamps
    }

    /// The members that are neither attributes nor elsewhere than in the body.
    mutating func writeMembers(_ object: JSONObject, of shape: Shape) {
        for member in shape.members where member.location == nil && !member.isAttribute {
            guard let value = object[member.name], !value.isNull else { continue }
            write(value, member, as: member.wireName)
        }
    }

    mutating func write(_ value: JSONValue, _ reference: Shape.Reference, as name: String) {
        let shape = model.shape(reference)
        let isFlattened = shape.isFlattened || reference.isFlattened
        switch (shape.kind, value) {
        case (.structure, .object(let object)):
            writer.start(name, attributes(object, of: shape, reference))
            writeMembers(object, of: shape)
            writer.end(name)
        case (.list, .array(let elements)):
            writeList(elements, shape, name, isFlattened)
        case (.map, .object(let entries)):
            writeMap(entries, shape, name, isFlattened)
        default:
            let format = WireTime.Format(reference, shape, usual: timestamps)
            if let text = ScalarText.encode(value, shape, timestamp: format) { writer.element(name, text) }
        }
    }

    private mutating func writeList(_ elements: [JSONValue], _ shape: Shape, _ name: String, _ isFlattened: Bool) {
        guard let element = shape.element else { return }
        if !isFlattened { writer.start(name) }
        let elementName = element.locationName ?? (isFlattened ? name : "member")
        for value in elements where !value.isNull { write(value, element, as: elementName) }
        if !isFlattened { writer.end(name) }
    }

    private mutating func writeMap(_ entries: JSONObject, _ shape: Shape, _ name: String, _ isFlattened: Bool) {
        guard let key = shape.key, let target = shape.value else { return }
        if !isFlattened { writer.start(name) }
        for (entryKey, value) in entries where !value.isNull {
            writer.start(isFlattened ? name : "entry")
            writer.element(key.locationName ?? "key", entryKey)
            write(value, target, as: target.locationName ?? "value")
            writer.end(isFlattened ? name : "entry")
        }
        if !isFlattened { writer.end(name) }
    }

    private func attributes(
        _ object: JSONObject, of shape: Shape, _ reference: Shape.Reference
    ) -> [(name: String, value: String)] {
        var attributes: [(String, String)] = []
        if let namespace = reference.namespace ?? shape.namespace {
            attributes.append((namespace.prefix.map { "xmlns:" + $0 } ?? "xmlns", namespace.uri))
        }
        for member in shape.members where member.isAttribute {
            if let text = object[member.name]?.stringValue { attributes.append((member.wireName, text)) }
        }
        return attributes
    }
}
