import JSONModel

/// The HTTP bindings that REST-JSON and REST-XML share: https://smithy.io/2.0/spec/http-bindings.html
extension ServerCodec {
    func decodeREST(_ route: Route) throws(WireFault) -> JSONObject {
        guard let shape = model.input(of: route.operation) else { return [:] }
        guard let pairs = PercentEncoding.pairs(route.request.query) else { throw .malformedURI }
        var result = JSONObject()
        for member in shape.members {
            switch member.location {
            case .uri: result[member.name] = try label(member, route)
            case .querystring: result[member.name] = try query(member, pairs)
            case .header: result[member.name] = try header(member, route.request.headers)
            case .headers: result[member.name] = prefixed(member, route.request.headers)
            case .statusCode, nil: break
            }
        }
        result.merge(try decodeBody(route, shape))
        return result
    }

    private func label(_ member: Shape.Reference, _ route: Route) throws(WireFault) -> JSONValue? {
        guard let raw = route.labels[member.wireName] else { return nil }
        guard let text = PercentEncoding.decode(raw) else { throw .malformedURI }
        return try scalar(text, member)
    }

    private func query(
        _ member: Shape.Reference, _ pairs: [(name: String, value: String)]
    ) throws(WireFault) -> JSONValue? {
        let found = pairs.filter { $0.name == member.wireName }
        let shape = model.shape(member)
        if shape.kind == .list, let element = shape.element, !found.isEmpty {
            var values: [JSONValue] = []
            for pair in found { values.append(try scalar(pair.value, element)) }
            return .array(values)
        }
        // `?max-keys=` is no number, and none was given.
        guard let text = found.first?.value, !text.isEmpty || shape.kind == .string else { return nil }
        return try scalar(text, member)
    }

    private func header(_ member: Shape.Reference, _ headers: WireHeaders) throws(WireFault) -> JSONValue? {
        guard let text = headers[member.wireName] else { return nil }
        let shape = model.shape(member)
        if shape.kind == .list, let element = shape.element {
            var values: [JSONValue] = []
            for piece in text.split(separator: ",") { values.append(try scalar(piece.trimmingSpaces, element)) }
            return .array(values)
        }
        // S3 passes over a date that it cannot read.
        if shape.kind == .timestamp { return ScalarText.decode(text, shape) }
        return try scalar(text, member)
    }

    private func prefixed(_ member: Shape.Reference, _ headers: WireHeaders) -> JSONValue? {
        let prefix = member.wireName.lowercased()
        var entries = JSONObject()
        for field in headers.fields {
            let name = field.name.lowercased()
            if name.hasPrefix(prefix) { entries[String(name.dropFirst(prefix.count))] = .string(field.value) }
        }
        guard !entries.isEmpty else { return nil }
        return .object(entries)
    }

    private func scalar(_ text: String, _ reference: Shape.Reference) throws(WireFault) -> JSONValue {
        guard let value = ScalarText.decode(text, model.shape(reference)) else {
            throw model.protocolKind == .restXML
                ? WireFault("InvalidArgument", "Provided \(reference.wireName) not a valid value")
                : .serialization("\(reference.name) can not be converted to a \(model.shape(reference).kind.rawValue)")
        }
        return value
    }

    private func decodeBody(_ route: Route, _ shape: Shape) throws(WireFault) -> JSONObject {
        let body = route.request.body
        guard !model.takesPayload(route.operation), !body.isEmpty else { return [:] }
        if let payload = shape.payloadMember {
            return JSONObject([(payload.name, try parse(body, as: model.shape(payload)))])
        }
        guard shape.members.contains(where: { $0.location == nil }) else { return [:] }
        var members = try parse(body, as: shape).objectValue ?? [:]
        for member in shape.members where member.location != nil { members[member.name] = nil }
        return members
    }

    private func parse(_ body: [UInt8], as shape: Shape) throws(WireFault) -> JSONValue {
        if model.protocolKind == .restJSON { return try model.accept(try Self.parse(body), as: shape, renamed: true) }
        do {
            return try XMLInput(model: model).value(try XMLReader.read(body), shape)
        } catch let error as WireFault {
            throw error
        } catch {
            throw .malformedXML
        }
    }
}

extension WireFault {
    static let malformedURI = WireFault("InvalidURI", "Couldn't parse the specified URI.")
}

extension Substring {
    var trimmingSpaces: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
