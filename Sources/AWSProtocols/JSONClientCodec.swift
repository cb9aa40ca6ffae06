public import JSONModel

/// The client's side of AWS JSON 1.0 and 1.1, for `states`, `glue` and `logs`.
public struct JSONClientCodec: Sendable {
    public let model: ServiceModel

    /// Nil where the service does not speak AWS JSON.
    public init?(_ service: String) {
        guard let model = ServiceModel.named(service), model.protocolKind == .json else { return nil }
        self.model = model
    }

    /// The request of a call.
    public func encode(_ operation: String, _ input: JSONObject) throws(WireFault) -> WireRequest {
        guard let known = model.operations[operation], known.isKnownFully, let prefix = model.targetPrefix else {
            throw .unknownOperation("\(model.name):\(operation)")
        }
        let body = model.input(of: known).map { model.present(.object(input), as: $0) } ?? .object([:])
        let headers: WireHeaders = [
            "Content-Type": "application/x-amz-json-\(model.jsonVersion)", "X-Amz-Target": "\(prefix).\(operation)",
        ]
        return WireRequest(method: "POST", path: "/", headers: headers, body: body.serializedBytes())
    }

    /// The output of a response, or the error in it.
    public func decode(_ operation: String, status: Int, headers: WireHeaders, body: [UInt8]) throws(WireFault)
        -> JSONObject
    {
        guard let value = try? ServerCodec.parse(body) else {
            throw WireFault("InvalidResponse", "HTTP \(status) without JSON", isServerFault: true, httpStatus: status)
        }
        guard (200..<300).contains(status) else { throw fault(value, status, headers) }
        guard let shape = model.operations[operation].flatMap(model.output) else { return [:] }
        return try model.accept(value, as: shape).objectValue ?? [:]
    }

    /// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization: the name may have
    /// a namespace before it and a URI behind it.
    private func fault(_ value: JSONValue, _ status: Int, _ headers: WireHeaders) -> WireFault {
        let type = value["__type"]?.stringValue ?? value["code"]?.stringValue ?? headers["x-amzn-errortype"]
        let code = type?.split(separator: ":").first?.split(separator: "#").last.map(String.init)
        var members = value.objectValue ?? [:]
        let message = (members["message"] ?? members["Message"])?.stringValue ?? ""
        for name in ["__type", "message", "Message"] { members[name] = nil }
        return WireFault(
            code ?? "Unknown", message, isServerFault: status >= 500, httpStatus: status, members: members)
    }
}
