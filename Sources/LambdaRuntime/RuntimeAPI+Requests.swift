import JSONModel
import NIOCore
import NIOHTTP1
import ServicePorts

extension RuntimeAPI {
    struct Request {
        var method: String
        var path: String
        /// Nil where it exceeds ``RuntimeConversation/largestResponse``.
        var body: [UInt8]?
    }

    struct Response {
        var status: HTTPResponseStatus
        var headers: [(String, String)] = [("Content-Type", "application/json")]
        var body: [UInt8] = []
    }

    func serve(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var request: Request?
            for try await part in inbound {
                switch part {
                case .head(let head): request = Request(method: head.method.rawValue, path: head.uri, body: [])
                case .body(let bytes): request?.append(bytes.readableBytesView)
                case .end:
                    if let request { try await write(await answer(request), to: outbound) }
                    request = nil
                }
            }
        }
    }

    private func write(
        _ response: Response, to outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        var headers = HTTPHeaders(response.headers)
        headers.add(name: "Content-Length", value: String(response.body.count))
        try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: response.status, headers: headers)))
        try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: response.body))))
        try await outbound.write(.end(nil))
    }

    private func answer(_ request: Request) async -> Response {
        guard let route = RuntimeRoute(method: request.method, path: request.path),
            let environment = environment(token: route.token)
        else { return .error(.notFound, "InvalidRequest", "There is no such operation.") }
        switch route.operation {
        case .next: return await next(of: environment)
        case .response(let requestID):
            let answer = request.body.map(RuntimeConversation.Answer.response) ?? .tooLarge
            guard await environment.answered(requestID, answer) else { return .unknownInvocation }
            return request.body == nil ? .error(.payloadTooLarge, "RequestEntityTooLarge", "Exceeds limit") : .accepted
        case .error(let requestID):
            let answer = request.body.map(RuntimeConversation.Answer.error) ?? .tooLarge
            return await environment.answered(requestID, answer) ? .accepted : .unknownInvocation
        case .initError:
            return await environment.initFailed(request.body ?? []) ? .accepted : .unknownInvocation
        }
    }

    private func next(of environment: ExecutionEnvironment) async -> Response {
        guard let delivery = await environment.next() else {
            return .error(.forbidden, "InvalidStateTransition", "The runtime has an invocation in hand, or ends.")
        }
        return Response(status: .ok, headers: delivery.headers, body: delivery.invocation.payload)
    }
}

extension RuntimeAPI.Request {
    mutating func append(_ bytes: ByteBufferView) {
        guard let count = body?.count else { return }
        if count + bytes.count > RuntimeConversation.largestResponse {
            body = nil
        } else {
            body?.append(contentsOf: bytes)
        }
    }
}

extension RuntimeAPI.Response {
    static var accepted: Self { Self(status: .accepted, body: Array(#"{"status":"OK"}"#.utf8)) }
    static var unknownInvocation: Self { error(.badRequest, "InvalidRequestID", "Invalid request ID") }

    static func error(_ status: HTTPResponseStatus, _ type: String, _ message: String) -> Self {
        let document: JSONValue = ["errorMessage": .string(message), "errorType": .string(type)]
        return Self(status: status, body: document.serializedBytes())
    }
}
