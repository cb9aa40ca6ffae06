import AWSProtocols
import HummingbirdCore
import NIOCore
import ServicePorts

/// A request's body as it arrives: pieces are read from the connection when they are asked for, so that a body of any
/// size takes the memory of one piece. Its encoding is undone, and its announced length and checksum are checked
/// before it ends: a body that fails them throws an ``AWSError`` instead of ending, for the service to pass on.
struct ArrivingBody {
    let stream: PayloadStream

    init(_ request: WireRequest, _ body: RequestBody, isChunked: Bool) {
        let reader = Reader(
            BodyDecoder(isChunked: isChunked), BodyCheck(request), body.makeAsyncIterator())
        stream = PayloadStream {
            do {
                return try await reader.next()
            } catch let fault as WireFault {
                throw AWSError(fault)
            }
        }
    }

    /// Confined to the one consumer of the stream.
    private actor Reader {
        private var decoder: BodyDecoder
        private var check: BodyCheck
        private var iterator: RequestBody.AsyncIterator
        private var isAtEnd = false

        init(_ decoder: BodyDecoder, _ check: BodyCheck, _ iterator: sending RequestBody.AsyncIterator) {
            self.decoder = decoder
            self.check = check
            self.iterator = iterator
        }

        func next() async throws -> [UInt8]? {
            while !isAtEnd {
                var iterator = iterator
                let buffer = try await iterator.next(isolation: self)
                self.iterator = iterator
                guard let buffer else { return try finish() }
                let bytes = try decoder.decode(Array(buffer.readableBytesView))
                guard !bytes.isEmpty else { continue }
                try check.update(bytes)
                return bytes
            }
            return nil
        }

        private func finish() throws -> [UInt8]? {
            isAtEnd = true
            try check.finish(trailers: try decoder.finish())
            return nil
        }
    }
}

/// Undoes `aws-chunked`, where the body has it.
private struct BodyDecoder {
    private var chunks: ChunkedBody?

    init(isChunked: Bool) { chunks = isChunked ? ChunkedBody() : nil }

    mutating func decode(_ bytes: [UInt8]) throws(WireFault) -> [UInt8] {
        guard var chunks else { return bytes }
        // Taken out while it changes, so that its buffers are not copied.
        self.chunks = nil
        let data = try chunks.decode(bytes)
        self.chunks = chunks
        return data
    }

    func finish() throws(WireFault) -> WireHeaders {
        guard let chunks else { return [:] }
        guard chunks.isComplete else { throw .incompleteBody }
        return chunks.trailers
    }
}

extension AWSError {
    init(_ fault: WireFault) {
        self.init(
            fault.code, fault.message, fault: fault.isServerFault ? .server : .client, httpStatus: fault.httpStatus,
            members: fault.members)
    }
}
