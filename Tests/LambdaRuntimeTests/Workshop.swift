import EngineTestKit
import Foundation
import Foundations
import JSONModel
import LambdaRuntime
import ServicePorts
import Synchronization
import Testing

/// The logs service's stand-in: keeps what is put, and lets a test wait for a line.
final class RecordedLogs: ServiceInvoker {
    private struct State {
        var lines: [String] = []
        var streams: Set<String> = []
        var groups: Set<String> = []
        var waiters: [(text: String, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var lines: [String] { state.withLock { $0.lines } }
    var streams: Set<String> { state.withLock { $0.streams } }
    var groups: Set<String> { state.withLock { $0.groups } }

    /// Returns when a line that contains `text` has been put.
    func line(containing text: String) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.lines.contains(where: { $0.contains(text) }) { return true }
                state.waiters.append((text, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func invoke(_ request: ServiceRequest) async throws(AWSError) -> ServiceResponse {
        guard request.service == "logs" else { throw .unknownOperation(request.service, request.operation) }
        let woken = state.withLock { state in
            switch request.operation {
            case "CreateLogGroup": state.groups.insert(request.input.string("logGroupName") ?? "")
            case "CreateLogStream": state.streams.insert(request.input.string("logStreamName") ?? "")
            default: state.lines += (request.input.array("logEvents") ?? []).compactMap { $0["message"]?.stringValue }
            }
            let woken = state.waiters.filter { waiter in state.lines.contains { $0.contains(waiter.text) } }
            state.waiters.removeAll { waiter in state.lines.contains { $0.contains(waiter.text) } }
            return woken
        }
        for waiter in woken { waiter.continuation.resume() }
        return ServiceResponse()
    }
}

/// A host with real processes, in a folder of its own.
struct Workshop {
    let folder: String
    let logs = RecordedLogs()
    let clock = ManualClock()
    let host: ProcessFunctionHost

    static var python: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? ""
        let cache = environment["ETAPE_CACHE"] ?? "\(environment["XDG_CACHE_HOME"] ?? "\(home)/.cache")/etape"
        return cache + "/python/bin/python3"
    }

    static var packages: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Runtimes/lambda-python/src").path
    }

    init() throws {
        let python = Self.python
        try #require(
            FileManager.default.isExecutableFile(atPath: python), "No runtime Python at \(python): run `make setup`.")
        folder = FileManager.default.temporaryDirectory.appending(path: "lambda-\(SystemRandomness().uuid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        host = ProcessFunctionHost(
            configuration: .init(python: python, packages: Self.packages, folder: folder),
            children: ChildEnvironment(inherited: ["PATH": path]), invoker: logs, clock: clock,
            random: SystemRandomness())
    }

    /// Writes `code` as the function's module and describes the function.
    func function(
        _ name: String, _ code: String, handler: String = "app.handler", memorySize: Int = 128, timeout: Int = 3,
        variables: [String: String] = [:], revision: String = "1"
    ) throws -> FunctionDefinition {
        let place = "\(name)/\(revision)"
        try FileManager.default.createDirectory(atPath: "\(folder)/\(place)", withIntermediateDirectories: true)
        try code.write(toFile: "\(folder)/\(place)/app.py", atomically: true, encoding: .utf8)
        return FunctionDefinition(
            arn: "arn:aws:lambda:us-east-1:000000000000:function:\(name)", name: name, account: "000000000000",
            region: "us-east-1", runtime: "python3.12", handler: handler, codeFolder: place, memorySize: memorySize,
            timeout: timeout, variables: variables, logGroup: "/aws/lambda/\(name)", revision: revision)
    }

    func invoke(
        _ function: FunctionDefinition, _ payload: JSONValue = [:], id: String = "11111111-1111-4111-8111-111111111111"
    ) async throws -> (value: JSONValue, outcome: FunctionOutcome) {
        let outcome = try await host.invoke(
            function, FunctionInvocation(requestID: id, payload: payload.serializedBytes()))
        return (try JSONValue(parsing: outcome.payload), outcome)
    }

    /// Runs the test and ends its processes, whatever came of it.
    static func with(_ body: (Workshop) async throws -> Void) async throws {
        let workshop = try Workshop()
        let result: Result<Void, any Error>
        do { result = .success(try await body(workshop)) } catch { result = .failure(error) }
        await workshop.host.shutDown()
        try? FileManager.default.removeItem(atPath: workshop.folder)
        try result.get()
    }
}
