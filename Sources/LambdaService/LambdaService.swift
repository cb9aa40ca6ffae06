public import Foundations
import JSONModel
public import ServicePorts
import Synchronization

/// AWS Lambda (API version 2015-03-31): functions from zip packages, unversioned (`$LATEST`), invoked synchronously
/// or by durable events. What runs them is the ``FunctionHost``.
///
/// Recorded and not enforced here: `VpcConfig`, `TracingConfig`, `EphemeralStorage`, `Architectures`, `SnapStart`,
/// the execution role and the resource policy. Refused by name: container images, layers, file systems, code
/// signing, customer keys, versions, JSON log format, durable functions, and runtimes that the host does not serve
/// (those when invoked).
public final class LambdaService: Service {
    typealias Operation = @Sendable (LambdaService, ServiceRequest) async throws -> ServiceResponse

    public let name = "lambda"
    public var operations: Set<String> { Set(Self.dispatch.keys) }

    let store: any ResourceStore
    let invoker: any ServiceInvoker
    let clock: any TimeSource
    let random: any RandomSource
    let host: any FunctionHost
    /// Orders the changes of functions.
    let changes = Turnstile()
    /// "Concurrent executions" of Lambda's quotas.
    let mostConcurrent: Int
    let running = Mutex(0)
    let events = Mutex<[ResourceKey: Task<Void, Never>]>([:])

    public init(
        store: any ResourceStore, invoker: any ServiceInvoker, clock: any TimeSource, random: any RandomSource,
        host: any FunctionHost, mostConcurrent: Int = 1000
    ) {
        self.store = store
        self.invoker = invoker
        self.clock = clock
        self.random = random
        self.host = host
        self.mostConcurrent = mostConcurrent
    }

    public func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        guard let operation = Self.dispatch[request.operation] else {
            throw AWSError.unknownOperation(name, request.operation)
        }
        return try await operation(self, request)
    }

    /// Takes up the events that were accepted before the server ended, and removes code that no function uses.
    /// To be called once, before requests come in.
    public func resume() async throws {
        let functions = try await store.all(service: "lambda", kind: "function")
        await host.removeCode(except: Set(functions.compactMap { FunctionRecord($0.value)?.codeFolder }))
        for event in try await store.all(service: "lambda", kind: "event") { start(event.key) }
    }

    /// Ends all execution environments. Events that are not done stay stored.
    public func shutDown() async {
        let tasks = events.withLock { Array($0.values) }
        for task in tasks { task.cancel() }
        await host.shutDown()
        for task in tasks { await task.value }
    }

    private static let dispatch: [String: Operation] = [
        "CreateFunction": { try await $0.createFunction($1) },
        "GetFunction": { try await $0.getFunction($1) },
        "GetFunctionConfiguration": { try await $0.getFunctionConfiguration($1) },
        "ListFunctions": { try await $0.listFunctions($1) },
        "DeleteFunction": { try await $0.deleteFunction($1) },
        "UpdateFunctionCode": { try await $0.updateFunctionCode($1) },
        "UpdateFunctionConfiguration": { try await $0.updateFunctionConfiguration($1) },
        "Invoke": { try await $0.invoke($1) },
        "TagResource": { try await $0.tagResource($1) },
        "UntagResource": { try await $0.untagResource($1) },
        "ListTags": { try await $0.listTags($1) },
        "AddPermission": { try await $0.addPermission($1) },
        "RemovePermission": { try await $0.removePermission($1) },
        "GetPolicy": { try await $0.getPolicy($1) },
    ]
}

extension AWSError {
    static func invalid(_ message: String) -> AWSError { AWSError("InvalidParameterValueException", message) }
}
