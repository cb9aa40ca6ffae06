import AWSProtocols
public import AsyncHTTPClient
import JSONModel
import NIOCore
import NIOHTTP1
public import ServicePorts

/// Calls the services of a server that runs elsewhere: the JSON protocols' (`states`, `glue`, `logs`).
///
/// Other services are refused by name; their clients are AWS's own.
public struct RemoteInvoker: ServiceInvoker {
    private static let maximumAnswer = 64 << 20

    /// A server that is not there is reported at once, not tried again until the time is out.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private let address: String
    private let client: HTTPClient
    private let timeout: TimeAmount

    /// `address`: `http://127.0.0.1:4566`. `timeoutSeconds` bounds one call.
    public init(address: String, client: HTTPClient? = nil, timeoutSeconds: Int64 = 60) {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.client = client ?? Self.client
        timeout = .seconds(timeoutSeconds)
    }

    /// Throws the server's own error, or `EndpointConnectionError` where it does not answer.
    public func invoke(_ request: ServiceRequest) async throws(AWSError) -> ServiceResponse {
        guard let codec = JSONClientCodec(request.service) else {
            throw .unknownOperation(request.service, request.operation)
        }
        do {
            return ServiceResponse(try await exchange(codec, request))
        } catch let fault as WireFault {
            throw AWSError(
                fault.code, fault.message, fault: fault.isServerFault ? .server : .client, httpStatus: fault.httpStatus,
                members: fault.members)
        } catch {
            throw AWSError("EndpointConnectionError", "No answer from \(address): \(error)", fault: .server)
        }
    }
}

extension RemoteInvoker {
    private func exchange(_ codec: JSONClientCodec, _ request: ServiceRequest) async throws -> JSONObject {
        let wire = try codec.encode(request.operation, request.input)
        var message = HTTPClientRequest(url: address + wire.path)
        message.method = .POST
        for field in wire.headers.fields { message.headers.add(name: field.name, value: field.value) }
        message.body = .bytes(wire.body)
        let answer = try await client.execute(message, timeout: timeout)
        let body = try await answer.body.collect(upTo: Self.maximumAnswer)
        var headers = WireHeaders()
        for (name, value) in answer.headers { headers.add(name, value) }
        return try codec.decode(
            request.operation, status: Int(answer.status.code), headers: headers, body: Array(body.readableBytesView))
    }
}
