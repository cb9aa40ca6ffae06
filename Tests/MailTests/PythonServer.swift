import Foundation
import JSONModel
import Synchronization

/// A server in a Python process of the test tools. Prints one JSON document a line; ends when its input ends.
final class PythonServer: Sendable {
    struct Missing: Error, CustomStringConvertible {
        var description: String
    }

    let port: Int
    private let process: Process
    private let input: Pipe
    private let lines: Lines

    init(_ script: String, _ arguments: [String] = []) async throws {
        let process = Process()
        process.executableURL = try Self.python
        process.arguments = ["-u", "-c", script] + arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        lines = Lines(output.fileHandleForReading)
        self.process = process
        self.input = input
        guard let port = try await lines.next()["port"]?.intValue else { throw Missing(description: "no port") }
        self.port = port
    }

    deinit { try? input.fileHandleForWriting.close() }

    /// The next document that the server prints.
    func next() async throws -> JSONValue { try await lines.next() }

    private static var python: URL {
        get throws {
            let environment = ProcessInfo.processInfo.environment
            let shared = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "/root") + "/.cache"
            let cache = environment["ETAPE_CACHE"] ?? shared + "/etape"
            let path = cache + "/test-python/bin/python3"
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw Missing(description: "the test tools are not installed: \(path); run make test")
            }
            return URL(fileURLWithPath: path)
        }
    }
}

/// The lines of a file handle, read on a thread of its own.
private actor Lines {
    private var iterator: AsyncStream<String>.Iterator

    init(_ handle: FileHandle) {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        iterator = stream.makeAsyncIterator()
        DispatchQueue(label: "test.lines").async {
            var rest = Data()
            while case let data = handle.availableData, !data.isEmpty {
                rest.append(data)
                while let end = rest.firstIndex(of: 0x0A) {
                    continuation.yield(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
                    rest = Data(rest[rest.index(after: end)...])
                }
            }
            continuation.finish()
        }
    }

    func next() async throws -> JSONValue {
        var iterator = iterator
        guard let line = await iterator.next(isolation: self) else {
            throw PythonServer.Missing(description: "the server has ended")
        }
        self.iterator = iterator
        return try JSONValue(parsing: line)
    }
}

/// A certificate for `localhost` and 127.0.0.1, made by openssl in a folder that is removed at the end.
final class Certificate: Sendable {
    let folder: String
    var certificate: String { folder + "/cert.pem" }
    var key: String { folder + "/key.pem" }

    init() throws {
        folder =
            FileManager.default.temporaryDirectory.path + "/etape-mail-\(ProcessInfo.processInfo.globallyUniqueString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days",
            "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PythonServer.Missing(description: "openssl failed") }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}
