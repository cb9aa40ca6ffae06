/// Decodes `aws-chunked` bodies as they arrive, with and without signatures and trailers.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and `sigv4-streaming-trailers.html`.
/// Signatures are passed over (requests are not authenticated); trailers are kept.
public struct ChunkedBody: Sendable {
    private enum State: Sendable, Hashable {
        case size
        case data(left: Int)
        case dataEnd
        case trailer
        case done
    }

    private static let maximumLine = 8192
    private static let maximumTrailers = 32

    private var state = State.size
    private var line: [UInt8] = []
    public private(set) var trailers: WireHeaders = [:]
    public private(set) var decodedCount = 0

    public init() {}

    /// Whether the last chunk has been read. Not so at the body's end: the body was cut.
    public var isComplete: Bool { state == .done || state == .trailer && line.isEmpty }

    /// Whether a request's body is in this encoding.
    public static func encodes(_ request: WireRequest) -> Bool {
        request.headers["x-amz-content-sha256"]?.hasPrefix("STREAMING-") == true
            || request.headers["content-encoding"]?.split(separator: ",").contains {
                $0.trimmingSpaces == "aws-chunked"
            }
                == true
    }

    /// The data in the next piece of the body.
    public mutating func decode(_ bytes: [UInt8]) throws(WireFault) -> [UInt8] {
        var data: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if case .data(let left) = state {
                let count = min(left, bytes.count - position)
                data += bytes[position..<(position + count)]
                position += count
                decodedCount += count
                state = count == left ? .dataEnd : .data(left: left - count)
            } else if state == .done {
                return data
            } else {
                try readLineByte(bytes[position])
                position += 1
            }
        }
        return data
    }

    private mutating func readLineByte(_ byte: UInt8) throws(WireFault) {
        guard byte == 0x0A else {
            line.append(byte)
            guard line.count <= Self.maximumLine else { throw .incompleteBody }
            return
        }
        if line.last == 0x0D { line.removeLast() }
        guard let text = String(validating: line, as: UTF8.self) else { throw .incompleteBody }
        line = []
        try readLine(text)
    }

    private mutating func readLine(_ text: String) throws(WireFault) {
        switch state {
        case .size:
            let digits = text.prefix { $0 != ";" }
            guard digits.utf8.count <= 8, let size = Int(digits, radix: 16), size >= 0 else { throw .incompleteBody }
            state = size == 0 ? .trailer : .data(left: size)
        case .dataEnd:
            guard text.isEmpty else { throw .incompleteBody }
            state = .size
        case .trailer where text.isEmpty:
            state = .done
        case .trailer:
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, trailers.fields.count < Self.maximumTrailers else { throw .incompleteBody }
            trailers.add(parts[0].trimmingSpaces, parts[1].trimmingSpaces)
        case .data, .done: break
        }
    }
}

extension WireFault {
    /// What S3 answers to a body that ends early or is malformed.
    public static let incompleteBody = WireFault(
        "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header")
}

extension WireRequest {
    /// The request with its headers as they would be without `aws-chunked`: its content's own length and encoding.
    public var withoutChunking: WireRequest {
        var request = self
        request.headers["content-length"] = headers["x-amz-decoded-content-length"]
        let encodings = (headers["content-encoding"] ?? "").split(separator: ",").map(\.trimmingSpaces)
        let kept = encodings.filter { $0 != "aws-chunked" && !$0.isEmpty }
        request.headers["content-encoding"] = kept.isEmpty ? nil : kept.joined(separator: ",")
        return request
    }
}
