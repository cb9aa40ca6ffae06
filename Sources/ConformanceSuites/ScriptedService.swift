public import ServicePorts
import Synchronization

/// A service that answers by a closure and remembers its calls.
public final class ScriptedService: Service {
    public let name: String
    public let operations: Set<String>
    private let answer: @Sendable (ServiceRequest) async throws -> ServiceResponse
    private let seen = Mutex<[ServiceRequest]>([])

    public init(
        _ name: String, _ operations: Set<String>,
        answer: @escaping @Sendable (ServiceRequest) async throws -> ServiceResponse
    ) {
        self.name = name
        self.operations = operations
        self.answer = answer
    }

    public var calls: [ServiceRequest] { seen.withLock { $0 } }

    public func call(_ request: ServiceRequest) async throws -> ServiceResponse {
        seen.withLock { $0.append(request) }
        return try await answer(request)
    }
}
