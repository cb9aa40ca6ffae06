import Synchronization

/// The services of one server by name. The composition root fills it, services get it as their ``ServiceInvoker``.
public final class ServiceRegistry: ServiceInvoker {
    private let services = Mutex<[String: any Service]>([:])

    public init() {}

    public func register(_ service: any Service) {
        services.withLock { $0[service.name] = service }
    }

    public func service(named name: String) -> (any Service)? { services.withLock { $0[name] } }

    /// What is served: service name → operations.
    public var standing: [String: Set<String>] { services.withLock { $0.mapValues(\.operations) } }

    public func invoke(_ request: ServiceRequest) async throws(AWSError) -> ServiceResponse {
        guard let service = service(named: request.service), service.operations.contains(request.operation) else {
            throw .unknownOperation(request.service, request.operation)
        }
        do {
            return try await service.call(request)
        } catch let error as AWSError {
            throw error
        } catch {
            throw .internalFailure(error)
        }
    }
}
