import JSONModel

/// AWS JSON 1.0 and 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
extension ServerCodec {
    func decodeJSON(_ route: Route) throws(WireFault) -> JSONObject {
        let value = try Self.parse(route.request.body)
        guard let shape = model.input(of: route.operation) else { return [:] }
        return try model.accept(value, as: shape).objectValue ?? [:]
    }

    /// The body's JSON; no body is an object without members.
    static func parse(_ body: [UInt8]) throws(WireFault) -> JSONValue {
        guard !body.isEmpty else { return .object([:]) }
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw .serialization("The request's JSON is malformed: \(error)")
        }
    }

    func encodeJSON(_ output: JSONObject, _ operation: Operation, _ requestID: String, _ status: Int?) -> WireResponse {
        var body: JSONValue = .object([:])
        if let shape = model.output(of: operation) { body = model.present(.object(output), as: shape) }
        let bytes = model.output(of: operation) == nil ? [] : body.serializedBytes()
        return WireResponse(status: status ?? 200, headers: jsonHeaders(requestID), body: .bytes(bytes))
    }

    func encodeJSON(_ fault: WireFault, _ requestID: String) -> WireResponse {
        let worded = WordedFault(fault, model: model)
        var body: JSONObject = ["__type": .string(worded.code)]
        // Most shapes say `message`, some `Message`; a client finds either.
        body[worded.shape.flatMap(Self.messageMember) ?? "message"] = .string(fault.message)
        if let shape = worded.shape {
            body.merge(model.presentMembers(fault.members, of: shape, renamed: false) { body[$0.name] == nil })
        }
        var headers = jsonHeaders(requestID)
        headers["x-amzn-ErrorType"] = worded.code
        return WireResponse(
            status: worded.status, headers: headers, body: .bytes(JSONValue.object(body).serializedBytes()))
    }

    static func messageMember(_ shape: Shape) -> String? {
        shape.members.first { $0.name.equalsIgnoringCase("message") }?.name
    }

    private func jsonHeaders(_ requestID: String) -> WireHeaders {
        ["Content-Type": "application/x-amz-json-\(model.jsonVersion)", "x-amzn-RequestId": requestID]
    }
}
