import JSONModel
import ServicePorts
import Synchronization
import Testing

/// Bodies pass through; that they are not held is measured in a process of its own (`Tests/endtoend`).
@Suite struct StreamingTests {
    private static let size = 24 << 20

    @Test func bodiesOfAnySizePassThrough() async throws {
        let s3 = RecordingService("s3", ["PutObject", "GetObject"]) { request in
            if request.operation == "GetObject" {
                let left = Mutex(Self.size)
                let stream = PayloadStream {
                    let count = left.withLock { left in
                        let count = min(left, 1 << 20)
                        left -= count
                        return count
                    }
                    return count == 0 ? nil : [UInt8](repeating: 7, count: count)
                }
                return ServiceResponse(["ContentLength": .int(Self.size)], body: .stream(stream, count: Self.size))
            }
            guard case .stream(let stream, let count) = request.body else { throw AWSError("MissingBody", "") }
            var received = 0
            for try await piece in stream { received += piece.count }
            return ServiceResponse(["ETag": .string("\"\(received) of \(count ?? -1)\"")])
        }
        let lines = try await serving([s3]) { port in
            try await TestPython.run(
                """
                import io
                class Zeros(io.RawIOBase):
                    def __init__(self, size):
                        self.size, self.position = size, 0
                    def readable(self): return True
                    def seekable(self): return True
                    def tell(self): return self.position
                    def seek(self, offset, whence=0):
                        self.position = offset + (0, self.position, self.size)[whence]
                        return self.position
                    def readinto(self, buffer):
                        count = min(len(buffer), self.size - self.position)
                        self.position += count
                        buffer[:count] = bytes(count)
                        return count
                s3 = client("s3", request_checksum_calculation="when_required")
                show(s3.put_object(Bucket="b", Key="k", Body=io.BufferedReader(Zeros(\(Self.size)), 1 << 20))["ETag"])
                body, total = s3.get_object(Bucket="b", Key="k")["Body"], 0
                for piece in body.iter_chunks(1 << 20):
                    assert piece == bytes([7]) * len(piece)
                    total += len(piece)
                show(total)
                """, port: port)
        }
        #expect(lines == [.string("\"\(Self.size) of \(Self.size)\""), .int(Self.size)])
    }

    /// RFC 9110, 10.1.1: the client waits for 100 before it sends the body.
    @Test func aClientThatWaitsIsToldToContinue() async throws {
        let s3 = MemoryS3()
        let lines = try await serving([s3]) { port in
            try await TestPython.run(
                """
                import socket
                peer = socket.create_connection(("127.0.0.1", \(port)))
                peer.sendall(b"PUT /b/k HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 3\\r\\nExpect: 100-continue\\r\\n\\r\\n")
                show(peer.recv(1000).decode().split("\\r\\n"))
                peer.sendall(b"abc")
                show(peer.recv(1000).decode().split("\\r\\n")[0])
                peer.sendall(b"GET /b/k HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n")
                answer = b""
                while piece := peer.recv(1000):
                    answer += piece
                show(answer.decode().split("\\r\\n")[-1])
                """, port: port)
        }
        #expect(lines == [["HTTP/1.1 100 Continue", "", ""], "HTTP/1.1 200 OK", "abc"])
    }
}
