import AWSProtocols
import Foundations
import Hummingbird
import HummingbirdCore
import JSONModel
import Logging
import NIOCore
import ServicePorts

/// Answers requests: guard, route, decode, call, encode.
struct GatewayResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let services: ServiceRegistry
    let clock: any TimeSource
    let random: any RandomSource
    let guardian: BrowserGuard
    let statesRequestBytes: Int
    /// What `GET /metrics` answers; nil where there is nothing to tell.
    let metrics: (@Sendable () async -> String)?

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let wire = WireRequest(request.head)
        let requestID = random.uuid()
        let isConfirmation = wire.method == "GET" && wire.query.hasPrefix("Action=ConfirmSubscription&")
        if let refusal = guardian.refusal(wire.headers, isConfirmation: isConfirmation) {
            return failure(refusal, wire, requestID)
        }
        if wire.method == "GET", wire.path == "/_etape/health" { return health() }
        if let metrics, MetricsPage.isAskedFor(wire) { return MetricsPage.response(await metrics()) }
        do {
            let (route, isRead) = try await self.route(wire, request.body)
            return await answer(route, request.body, isRead: isRead, requestID, context.logger)
        } catch let failure as RoutingFailure {
            return Response(failure.response(requestID: requestID, resource: wire.path), to: wire)
        } catch let fault as WireFault {
            return failure(fault, wire, requestID)
        }
    }

    private func failure(_ fault: WireFault, _ wire: WireRequest, _ requestID: String) -> Response {
        Response(RoutingFailure(fault, for: wire).response(requestID: requestID, resource: wire.path), to: wire)
    }

    private func health() -> Response {
        let names = services.standing.keys.sorted().map { JSONValue.string($0) }
        let body: JSONValue = ["status": "ok", "services": .array(names)]
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.serializedBytes())))
    }

    /// The route, and whether the body had to be read for it.
    private func route(_ wire: WireRequest, _ body: RequestBody) async throws -> (Route, isRead: Bool) {
        switch try Destination.find(wire) {
        case .operation(let route): return (route, false)
        case .form(var form):
            form.body = try await body.read(limit: BodyLimit.form, announced: form.contentLength)
            return (try Destination.route(form: form), true)
        }
    }

    private func answer(
        _ route: Route, _ body: RequestBody, isRead: Bool, _ requestID: String, _ logger: Logger
    ) async -> Response {
        let codec = ServerCodec(route.model)
        do {
            var route = route
            let payload = try await takeBody(&route, body, isRead: isRead)
            let decoded = try codec.decode(route)
            let call = ServiceRequest(
                route.model.name, route.operation.name, decoded.input, body: decoded.hasPayload ? payload : .none,
                context: context(route.request, requestID))
            let result = try await services.invoke(call)
            return respond(result, route, codec, requestID)
        } catch {
            let fault = WireFault(error)
            if fault.isServerFault {
                logger.error(
                    "internal failure",
                    metadata: ["operation": "\(route.model.name):\(route.operation.name)", "error": "\(error)"])
            }
            return Response(codec.encode(fault, requestID: requestID, resource: route.request.path), to: route.request)
        }
    }

    private func context(_ request: WireRequest, _ requestID: String) -> CallContext {
        var context = CallContext(requestID: requestID)
        if let scope = CredentialScope(request) { context.region = scope.region }
        return context
    }

    private func respond(
        _ result: ServiceResponse, _ route: Route, _ codec: ServerCodec, _ requestID: String
    ) -> Response {
        let wire = codec.encode(result.output, of: route.operation, requestID: requestID, status: result.httpStatus)
        guard wire.body == .payload else { return Response(wire, to: route.request) }
        return Response(wire, payload: result.body, to: route.request)
    }
}

extension RoutingFailure {
    /// A fault before routing, in the protocol that the request seems to speak.
    fileprivate init(_ fault: WireFault, for request: WireRequest) {
        let speaksJSON = request.headers["x-amz-target"] != nil
        let speaksForm = request.headers["content-type"]?.hasPrefix("application/x-www-form-urlencoded") == true
        self.init(fault, speaks: speaksJSON ? .json : speaksForm ? .query : .restXML)
    }
}

extension WireFault {
    /// A service's error; what is no AWS error is a failure of ours, and its text stays here.
    init(_ error: any Error) {
        switch error {
        case let fault as WireFault: self = fault
        case let error as AWSError:
            self.init(
                error.code, error.message, isServerFault: error.fault == .server, httpStatus: error.httpStatus,
                members: error.members)
        default: self.init("InternalFailure", "The request failed: \(type(of: error))", isServerFault: true)
        }
    }
}
