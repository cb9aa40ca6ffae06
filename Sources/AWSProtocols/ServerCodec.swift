public import JSONModel

/// An input as a service takes it, and whether the request's body is the bytes of a payload member.
public struct DecodedInput: Sendable, Hashable {
    public var input: JSONObject
    public var hasPayload: Bool
}

/// The server's side of a service's protocol.
public struct ServerCodec: Sendable {
    public let model: ServiceModel

    public init(_ model: ServiceModel) { self.model = model }

    /// Reads and checks the input of a routed request. Throws what the client is to be answered.
    public func decode(_ route: Route) throws(WireFault) -> DecodedInput {
        let input =
            switch model.protocolKind {
            case .json: try decodeJSON(route)
            case .query: try decodeForm(route)
            case .restJSON, .restXML: try decodeREST(route)
            }
        try InputCheck(model).check(input, of: route.operation)
        return DecodedInput(input: input, hasPayload: model.takesPayload(route.operation))
    }

    /// Writes an operation's output. `status` is given where it is not the model's.
    public func encode(
        _ output: JSONObject, of operation: Operation, requestID: String, status: Int? = nil
    ) -> WireResponse {
        switch model.protocolKind {
        case .json: encodeJSON(output, operation, requestID, status)
        case .query: encodeQuery(output, operation, requestID, status)
        case .restJSON, .restXML: encodeREST(output, operation, requestID, status)
        }
    }

    /// Writes an error. `resource` is the path that S3's errors name.
    public func encode(_ fault: WireFault, requestID: String, resource: String = "/") -> WireResponse {
        switch model.protocolKind {
        case .json: encodeJSON(fault, requestID)
        case .query: encodeQuery(fault, requestID)
        case .restJSON: encodeRESTJSON(fault, requestID)
        case .restXML: encodeRESTXML(fault, requestID, resource)
        }
    }
}

extension RoutingFailure {
    /// The answer to a request that goes nowhere.
    public func response(requestID: String, resource: String = "/") -> WireResponse {
        let codec = ServerCodec(model ?? ServiceModel(unknown: speaks))
        return codec.encode(fault, requestID: requestID, resource: resource)
    }
}

extension ServiceModel {
    /// A model without operations, to word the errors of services that are not known.
    init(unknown kind: ProtocolKind) {
        self.init(
            name: "", protocolKind: kind, apiVersion: "", operations: [:], jsonVersion: "1.1", shapes: [],
            positions: [:])
    }
}
