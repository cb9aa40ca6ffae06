import JSONModel

/// Reads values from XML by their shapes; elements that a shape does not have are passed over.
struct XMLInput {
    let model: ServiceModel

    func members(_ element: XMLElement, of shape: Shape) throws(WireFault) -> JSONObject {
        var result = JSONObject()
        for member in shape.members where member.location == nil {
            if member.isAttribute {
                let name = String(member.wireName.split(separator: ":").last ?? "")
                result[member.name] = element.attributes[name].map { .string($0) }
            } else if let value = try value(of: member, in: element) {
                result[member.name] = value
            }
        }
        return result
    }

    private func value(of member: Shape.Reference, in parent: XMLElement) throws(WireFault) -> JSONValue? {
        let shape = model.shape(member)
        let isFlattened = shape.isFlattened || member.isFlattened
        if isFlattened, shape.kind == .list, let element = shape.element {
            let found = parent.children.filter { $0.name == element.locationName ?? member.wireName }
            guard !found.isEmpty else { return nil }
            return try list(found, element)
        }
        if isFlattened, shape.kind == .map {
            let found = parent.children.filter { $0.name == member.wireName }
            guard !found.isEmpty else { return nil }
            return try map(found, shape)
        }
        guard let element = parent.child(member.wireName) else { return nil }
        return try value(element, shape)
    }

    func value(_ element: XMLElement, _ shape: Shape) throws(WireFault) -> JSONValue {
        switch shape.kind {
        case .structure: return .object(try members(element, of: shape))
        case .list:
            guard let reference = shape.element else { return .array([]) }
            return try list(element.children.filter { $0.name == reference.locationName ?? "member" }, reference)
        case .map: return try map(element.children.filter { $0.name == "entry" }, shape)
        default:
            guard let value = ScalarText.decode(element.text, shape) else { throw .malformedXML }
            return value
        }
    }

    private func list(_ elements: [XMLElement], _ reference: Shape.Reference) throws(WireFault) -> JSONValue {
        var values: [JSONValue] = []
        for element in elements { values.append(try value(element, model.shape(reference))) }
        return .array(values)
    }

    private func map(_ elements: [XMLElement], _ shape: Shape) throws(WireFault) -> JSONValue {
        guard let key = shape.key, let target = shape.value else { return .object([:]) }
        var entries = JSONObject()
        for element in elements {
            guard let name = element.child(key.locationName ?? "key")?.text,
                let child = element.child(target.locationName ?? "value")
            else { throw .malformedXML }
            entries[name] = try value(child, model.shape(target))
        }
        return .object(entries)
    }
}

extension WireFault {
    static let malformedXML = WireFault(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema")
}
