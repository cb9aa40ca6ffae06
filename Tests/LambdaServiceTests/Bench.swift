import EngineTestKit
import Foundation
import Foundations
import JSONModel
import LambdaService
import ServicePorts
import Synchronization

/// A host that runs nothing: it answers as the test says, and keeps what it was asked.
final class ScriptedHost: FunctionHost {
    struct State {
        var outcomes: [Result<FunctionOutcome, AWSError>] = []
        var invocations: [(function: FunctionDefinition, invocation: FunctionInvocation)] = []
        var retired: [String] = []
        var kept: Set<String>?
        var gate: AsyncStream<Void>?
    }

    let state = Mutex(State())
    /// One element an invocation, when it begins.
    let begun: AsyncStream<String>
    private let beginning: AsyncStream<String>.Continuation

    init() { (begun, beginning) = AsyncStream.makeStream(of: String.self) }

    func serves(runtime: String) -> Bool { runtime.hasPrefix("python3") }

    func install(_ package: [UInt8], functionName: String) async throws -> InstalledCode {
        InstalledCode(folder: "\(functionName)/\(package.count)", sha256: "sha-\(package.count)", size: package.count)
    }

    func removeCode(except folders: Set<String>) async { state.withLock { $0.kept = folders } }

    func invoke(
        _ function: FunctionDefinition, _ invocation: FunctionInvocation
    ) async throws -> FunctionOutcome {
        let (next, gate) = state.withLock { state in
            state.invocations.append((function, invocation))
            let next =
                state.outcomes.isEmpty
                ? .success(FunctionOutcome(payload: invocation.payload)) : state.outcomes.removeFirst()
            return (next, state.gate)
        }
        beginning.yield(invocation.requestID)
        if let gate { for await _ in gate {} }
        return try next.get()
    }

    func retire(functionARN: String) async { state.withLock { $0.retired.append(functionARN) } }
    func shutDown() async {}

    var invocations: [(function: FunctionDefinition, invocation: FunctionInvocation)] {
        state.withLock { $0.invocations }
    }

    func will(_ outcomes: Result<FunctionOutcome, AWSError>...) { state.withLock { $0.outcomes = outcomes } }
}

/// S3 and SNS as far as Lambda calls them.
final class Neighbours: ServiceInvoker {
    let calls = Mutex<[(operation: String, input: JSONObject)]>([])

    func invoke(_ request: ServiceRequest) async throws(AWSError) -> ServiceResponse {
        calls.withLock { $0.append((request.operation, request.input)) }
        switch (request.operation, request.input.string("Key")) {
        case ("GetObject", "code.zip"): return ServiceResponse(body: .bytes([1, 2, 3, 4]))
        case ("GetObject", _): throw AWSError("NoSuchKey", "The specified key does not exist.")
        case ("Publish", _): return ServiceResponse(["MessageId": "1"])
        default: throw .unknownOperation(request.service, request.operation)
        }
    }
}

struct Bench {
    let store = MemoryResourceStore()
    let clock = ManualClock()
    let host = ScriptedHost()
    let neighbours = Neighbours()
    let service: LambdaService

    init(mostConcurrent: Int = 1000) {
        service = LambdaService(
            store: store, invoker: neighbours, clock: clock, random: SeededRandomness(), host: host,
            mostConcurrent: mostConcurrent)
    }

    static let role: JSONValue = "arn:aws:iam::000000000000:role/r"

    @discardableResult
    func call(_ operation: String, _ input: JSONObject = [:], body: String = "") async throws -> ServiceResponse {
        let payload: Payload = body.isEmpty ? .none : .bytes(Array(body.utf8))
        return try await service.call(ServiceRequest("lambda", operation, input, body: payload))
    }

    @discardableResult
    func create(_ name: String = "f", _ more: JSONObject = [:]) async throws -> JSONObject {
        let input: JSONObject = [
            "FunctionName": .string(name), "Runtime": "python3.12", "Handler": "app.handler", "Role": Self.role,
            "Code": ["ZipFile": "AQID"],
        ]
        return try await call("CreateFunction", input.merging(more)).output
    }

    /// The error of a call that must fail.
    func error(_ operation: String, _ input: JSONObject = [:], body: String = "") async throws -> AWSError {
        do { try await call(operation, input, body: body) } catch let error as AWSError { return error }
        throw NoError()
    }

    struct NoError: Error {}

    func text(_ response: ServiceResponse) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}

let failed = FunctionOutcome(payload: Array(#"{"errorMessage":"no"}"#.utf8), error: "Unhandled")
