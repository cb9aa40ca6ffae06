import JSONModel
import Testing

@testable import AWSProtocols

func text(_ response: WireResponse) -> String {
    if case .bytes(let bytes) = response.body { String(decoding: bytes, as: UTF8.self) } else { "(payload)" }
}

/// Routes and decodes as the gateway does, the body read.
func decode(_ request: WireRequest) throws -> (service: String, operation: String, input: JSONObject) {
    let route =
        switch try Destination.find(request) {
        case .operation(let route): route
        case .form(let form): try Destination.route(form: form)
        }
    let decoded = try ServerCodec(route.model).decode(route)
    return (route.model.name, route.operation.name, decoded.input)
}

func form(_ text: String) -> WireRequest {
    WireRequest(
        method: "POST", path: "/", headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"],
        body: Array(text.utf8))
}

func encode(_ service: String, _ operation: String, _ output: JSONObject, status: Int? = nil) throws -> WireResponse {
    let model = try #require(ServiceModel.named(service))
    return ServerCodec(model).encode(
        output, of: try #require(model.operations[operation]), requestID: "req-1", status: status)
}

func encode(_ service: String, _ fault: WireFault) throws -> WireResponse {
    ServerCodec(try #require(ServiceModel.named(service))).encode(fault, requestID: "req-1", resource: "/b/k")
}
