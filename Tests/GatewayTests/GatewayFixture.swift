import EngineTestKit
import Foundation
import Foundations
import Gateway
import JSONModel
import Logging
import ServicePorts
import Subprocess
import Synchronization
import SystemPackage
import Testing

/// A service that records what arrives and answers what the test says.
final class RecordingService: ServicePorts.Service {
    typealias Answer = @Sendable (ServiceRequest) async throws -> ServiceResponse

    let name: String
    let operations: Set<String>
    private let answer: Answer
    private let recorded = Mutex<[ServiceRequest]>([])

    init(_ name: String, _ operations: Set<String>, answer: @escaping Answer = { _ in ServiceResponse() }) {
        self.name = name
        self.operations = operations
        self.answer = answer
    }

    var requests: [ServiceRequest] { recorded.withLock { $0 } }
    func inputs(of operation: String) -> [JSONObject] {
        requests.filter { $0.operation == operation }.map(\.input)
    }

    func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        recorded.withLock { $0.append(request) }
        return try await answer(request)
    }
}

/// Serves while the body runs; the body gets the server's port.
func serving<Result: Sendable>(
    _ services: [any ServicePorts.Service], port: Int = 0, _ body: @Sendable @escaping (Int) async throws -> Result
) async throws -> Result {
    let registry = ServiceRegistry()
    for service in services { registry.register(service) }
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "gateway-tests")
    logger.logLevel = .critical
    let server = GatewayServer(
        services: registry, clock: ManualClock(), random: SeededRandomness(), port: port, logger: logger,
        onListening: { port in continuation.yield(port) })
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await server.run()
            return nil
        }
        group.addTask {
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw NotListening() }
            return try await body(port)
        }
        while let result = try await group.next() {
            if let result {
                group.cancelAll()
                return result
            }
        }
        throw NotListening()
    }
}

struct NotListening: Error {}
struct ClientFailure: Error { var output: String }

/// The Python with boto3 that `make test` installs.
enum TestPython {
    static var path: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/root"
        let cache = environment["ETAPE_CACHE"] ?? (environment["XDG_CACHE_HOME"] ?? home + "/.cache") + "/etape"
        return cache + "/test-python/bin/python3"
    }

    private static let prelude = """
        import boto3, botocore, json, os, sys
        from botocore.config import Config
        def client(name, **options):
            return boto3.client(name, config=Config(retries={"max_attempts": 1}, **options))
        def failure(call):
            try:
                call()
            except botocore.exceptions.ClientError as error:
                return {**error.response["Error"], "Status": error.response["ResponseMetadata"]["HTTPStatusCode"]}
            return None
        def show(value):
            if isinstance(value, dict):
                value.pop("ResponseMetadata", None)
            print(json.dumps(value, default=str))

        """

    /// Runs a boto3 script against the port; its output's lines are JSON values.
    static func run(_ script: String, port: Int, endpoint: String? = nil) async throws -> [JSONValue] {
        try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) is missing; `make test` installs it")
        let variables: [String: String] = [
            "AWS_ENDPOINT_URL": endpoint ?? "http://127.0.0.1:\(port)", "AWS_REGION": "eu-west-3",
            "AWS_DEFAULT_REGION": "eu-west-3", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "*", "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8",
        ]
        let pairs = variables.map { (Environment.Key(rawValue: $0.key), $0.value) }
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: ["-c", prelude + script],
            environment: .custom(Dictionary(pairs.compactMap { key, value in key.map { ($0, value) } }) { a, _ in a }),
            output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
        guard result.terminationStatus.isSuccess else {
            throw ClientFailure(output: result.standardError)
        }
        return try result.standardOutput.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }
}
