import JSONModel

extension ServerCodec {
    func encodeREST(_ output: JSONObject, _ operation: Operation, _ requestID: String, _ status: Int?) -> WireResponse {
        var response = WireResponse(status: status ?? operation.status)
        response.headers[requestIDName] = requestID
        guard let shape = model.output(of: operation) else { return response }
        // An answer that is a status alone has none where the service gives none: no content, as `DeleteFunction`'s.
        if status == nil, !shape.members.isEmpty, shape.members.allSatisfy({ $0.location == .statusCode }) {
            response.status = 204
        }
        for member in shape.members {
            guard let value = output[member.name], !value.isNull else { continue }
            write(value, member, into: &response, keepsStatus: status != nil)
        }
        writeBody(output, operation, shape, into: &response)
        return response
    }

    var requestIDName: String { model.protocolKind == .restXML ? "x-amz-request-id" : "x-amzn-RequestId" }

    private func write(
        _ value: JSONValue, _ member: Shape.Reference, into response: inout WireResponse, keepsStatus: Bool
    ) {
        switch member.location {
        case .statusCode: if !keepsStatus, let status = value.intValue { response.status = status }
        case .header: response.headers[member.wireName] = headerText(value, member)
        case .headers:
            for (name, value) in value.objectValue ?? [:] {
                guard Self.isToken(name), let text = value.stringValue, Self.isFieldValue(text) else { continue }
                response.headers[member.wireName + name] = text
            }
        case .uri, .querystring, nil: break
        }
    }

    private func headerText(_ value: JSONValue, _ member: Shape.Reference) -> String? {
        let shape = model.shape(member)
        if let values = value.arrayValue { return values.compactMap(\.stringValue).joined(separator: ",") }
        let text = ScalarText.encode(value, shape, timestamp: WireTime.Format(member, shape, usual: .rfc822))
        return text.flatMap { Self.isFieldValue($0) ? $0 : nil }
    }

    /// No line ends, no other control characters: a value cannot begin another header.
    private static func isFieldValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
    }

    private func writeBody(
        _ output: JSONObject, _ operation: Operation, _ shape: Shape, into response: inout WireResponse
    ) {
        if let payload = shape.payloadMember, model.shape(payload).kind == .blob {
            response.body = .payload
        } else if model.protocolKind == .restJSON {
            writeJSONBody(output, shape, into: &response)
        } else {
            writeXMLBody(output, operation, shape, into: &response)
        }
    }

    private func writeJSONBody(_ output: JSONObject, _ shape: Shape, into response: inout WireResponse) {
        guard response.status != 204, shape.members.contains(where: { $0.location == nil }) else { return }
        response.headers["Content-Type"] = "application/json"
        var body: JSONValue
        if let payload = shape.payloadMember {
            body = model.present(output[payload.name] ?? [:], as: model.shape(payload), renamed: true)
        } else {
            body = .object(model.presentMembers(output, of: shape, renamed: true) { $0.location == nil })
        }
        response.body = .bytes(body.serializedBytes())
    }
}
