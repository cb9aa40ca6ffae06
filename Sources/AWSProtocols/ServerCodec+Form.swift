import JSONModel

/// The input side of AWS Query: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
extension ServerCodec {
    func decodeForm(_ route: Route) throws(WireFault) -> JSONObject {
        let request = route.request
        let text = request.method == "POST" ? String(validating: request.body, as: UTF8.self) : request.query
        guard let pairs = text.flatMap({ PercentEncoding.pairs($0) }), let tree = FormTree(pairs) else {
            throw WireFault("MalformedQueryString", "The query string is malformed.")
        }
        guard let shape = model.input(of: route.operation) else { return [:] }
        return try members(tree, of: shape)
    }

    private func members(_ tree: FormTree, of shape: Shape) throws(WireFault) -> JSONObject {
        var result = JSONObject()
        for member in shape.members {
            guard let child = tree.children[member.wireName] else { continue }
            result[member.name] = try value(child, member)
        }
        return result
    }

    private func value(_ tree: FormTree, _ reference: Shape.Reference) throws(WireFault) -> JSONValue {
        let shape = model.shape(reference)
        let isFlattened = shape.isFlattened || reference.isFlattened
        switch shape.kind {
        case .structure: return .object(try members(tree, of: shape))
        case .list: return try list(tree, shape, isFlattened)
        case .map: return try map(tree, shape, isFlattened)
        default:
            guard let text = tree.value, let value = ScalarText.decode(text, shape) else {
                throw WireFault("MalformedInput", "\(reference.wireName) is no \(shape.kind.rawValue)")
            }
            return value
        }
    }

    /// `Name.member.1`, flattened `Name.1`; `Name=` is a list without elements.
    private func list(_ tree: FormTree, _ shape: Shape, _ isFlattened: Bool) throws(WireFault) -> JSONValue {
        guard let element = shape.element else { return .array([]) }
        let parent = isFlattened ? tree : tree.children[element.locationName ?? "member"]
        var elements: [JSONValue] = []
        for child in parent?.numbered ?? [] { elements.append(try value(child, element)) }
        return .array(elements)
    }

    /// `Name.entry.1.key` and `Name.entry.1.value`, flattened `Name.1.key`.
    private func map(_ tree: FormTree, _ shape: Shape, _ isFlattened: Bool) throws(WireFault) -> JSONValue {
        guard let key = shape.key, let target = shape.value else { return .object([:]) }
        var entries = JSONObject()
        for entry in (isFlattened ? tree : tree.children["entry"])?.numbered ?? [] {
            guard let name = entry.children[key.locationName ?? "key"]?.value else { continue }
            guard let child = entry.children[target.locationName ?? "value"] else { continue }
            entries[name] = try value(child, target)
        }
        return .object(entries)
    }
}
