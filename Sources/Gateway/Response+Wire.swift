import AWSProtocols
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOPosix
import ServicePorts

extension WireRequest {
    /// The head of a request as it came.
    init(_ head: HTTPRequest) {
        var headers = WireHeaders()
        for field in head.headerFields { headers.add(field.name.rawName, field.value) }
        if headers["host"] == nil, let authority = head.authority { headers.add("host", authority) }
        self.init(method: head.method.rawValue, target: head.path ?? "/", headers: headers)
    }
}

extension Response {
    /// A response of bytes. An answer to `HEAD`, and one that has no content, goes without.
    init(_ wire: WireResponse, to request: WireRequest) {
        guard case .bytes(let bytes) = wire.body, request.method != "HEAD", !wire.isBodiless else {
            self.init(wire, ResponseBody(), count: nil, request)
            return
        }
        self.init(wire, ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)), count: bytes.count, request)
    }

    /// A response whose body is the payload member's bytes.
    init(_ wire: WireResponse, payload: Payload, to request: WireRequest) {
        if request.method == "HEAD" || wire.isBodiless {
            self.init(wire, ResponseBody(), count: nil, request)
        } else {
            self.init(wire, payload.responseBody, count: payload.count, request)
        }
    }

    private init(_ wire: WireResponse, _ body: ResponseBody, count: Int?, _ request: WireRequest) {
        var headers = HTTPFields()
        for field in wire.headers.fields where !field.name.isContentLength {
            if let name = HTTPField.Name(field.name) { headers.append(HTTPField(name: name, value: field.value)) }
        }
        // What is sent decides; only an answer to HEAD says the length of what it does not send.
        let announced = request.method == "HEAD" ? wire.headers["content-length"] : count.map(String.init)
        if let announced, wire.status != 204 { headers[.contentLength] = announced }
        self.init(status: .init(code: wire.status), headers: headers, body: body)
        if wire.isBodiless { self.headers[.contentLength] = nil }
    }
}

extension String {
    fileprivate var isContentLength: Bool { lowercased() == "content-length" }
}

extension WireResponse {
    fileprivate var isBodiless: Bool { status == 204 || status == 304 }
}

extension Payload {
    private static let pieceSize = 256 << 10

    fileprivate var count: Int? {
        switch self {
        case .none: 0
        case .bytes(let bytes): bytes.count
        case .file(_, _, let count): count
        case .stream(_, let count): count
        }
    }

    fileprivate var responseBody: ResponseBody {
        switch self {
        case .none: ResponseBody()
        case .bytes(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .file(_, _, 0): ResponseBody()
        case .file(let path, let offset, let count): Self.file(path, offset: offset, count: count)
        case .stream(let stream, let count):
            ResponseBody(contentLength: count) { writer in
                for try await bytes in stream { try await writer.write(ByteBuffer(bytes: bytes)) }
                try await writer.finish(nil)
            }
        }
    }

    private static func file(_ path: String, offset: Int, count: Int) -> ResponseBody {
        ResponseBody(contentLength: count) { writer in
            let io = NonBlockingFileIO(threadPool: .singleton)
            try await io.withFileHandle(_deprecatedPath: path, mode: .read) { handle in
                var position = offset
                while position < offset + count {
                    let size = min(pieceSize, offset + count - position)
                    let piece = try await io.read(
                        fileHandle: handle, fromOffset: Int64(position), byteCount: size,
                        allocator: ByteBufferAllocator())
                    // The file has become shorter: the answer is cut, and its client sees that by the length.
                    guard piece.readableBytes > 0 else { throw ShortFile() }
                    position += piece.readableBytes
                    try await writer.write(piece)
                }
            }
            try await writer.finish(nil)
        }
    }

    private struct ShortFile: Error {}
}
