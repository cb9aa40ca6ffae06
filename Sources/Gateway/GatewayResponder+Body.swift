import AWSProtocols
import Hummingbird
import HummingbirdCore
import NIOCore
import ServicePorts

/// The largest bodies that are read into memory, by AWS's own quotas.
enum BodyLimit {
    static let form = 1 << 20

    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and
    /// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    static func of(_ route: Route, statesRequest: Int) -> Int {
        switch (route.model.name, route.operation.name) {
        case ("lambda", "Invoke"): 6 << 20
        // A 50 MB archive in base64.
        case ("lambda", "CreateFunction"), ("lambda", "UpdateFunctionCode"): 70 << 20
        case ("s3", _): 4 << 20
        case ("states", _): statesRequest
        case ("glue", _), ("logs", _): 8 << 20
        default: 2 << 20
        }
    }
}

extension GatewayResponder {
    /// Reads the body into the route's request, or gives it as a payload: S3's as it arrives, Lambda's whole.
    func takeBody(_ route: inout Route, _ body: RequestBody, isRead: Bool) async throws -> Payload {
        if isRead { return .none }
        let isChunked = route.model.name == "s3" && ChunkedBody.encodes(route.request)
        if isChunked { route.request = route.request.withoutChunking }
        let takesPayload = route.model.takesPayload(route.operation)
        if takesPayload, route.model.name == "s3" { return stream(route, body, isChunked: isChunked) }
        let bytes = try await read(route, body, isChunked: isChunked)
        if takesPayload { return .bytes(bytes) }
        route.request.body = bytes
        return .none
    }

    private func read(_ route: Route, _ body: RequestBody, isChunked: Bool) async throws -> [UInt8] {
        let limit = BodyLimit.of(route, statesRequest: statesRequestBytes)
        guard isChunked else { return try await body.read(limit: limit, announced: route.request.contentLength) }
        var bytes: [UInt8] = []
        for try await piece in ArrivingBody(route.request, body, isChunked: true).stream {
            bytes += piece
            guard bytes.count <= limit else { throw WireFault.tooLarge }
        }
        return bytes
    }

    private func stream(_ route: Route, _ body: RequestBody, isChunked: Bool) -> Payload {
        .stream(ArrivingBody(route.request, body, isChunked: isChunked).stream, count: route.request.contentLength)
    }
}

extension RequestBody {
    /// The whole body, or a fault where it is larger than the limit.
    func read(limit: Int, announced: Int?) async throws -> [UInt8] {
        if let announced, announced > limit { throw WireFault.tooLarge }
        var bytes: [UInt8] = []
        for try await buffer in self {
            bytes += buffer.readableBytesView
            guard bytes.count <= limit else { throw WireFault.tooLarge }
        }
        return bytes
    }
}

extension WireRequest {
    var contentLength: Int? { headers["content-length"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }
}

extension WireFault {
    static let tooLarge = WireFault(
        "RequestEntityTooLargeException", "The request is larger than this operation takes.", httpStatus: 413)
}
