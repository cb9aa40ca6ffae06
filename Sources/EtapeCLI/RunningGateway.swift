import Foundations
import Gateway
import Logging
import ServiceLifecycle
import ServicePorts
import StepFunctionsService

/// The gateway of a server in its own task, listening.
struct RunningGateway: Sendable {
    /// `http://127.0.0.1:4566`
    let address: String
    private let group: ServiceGroup
    private let task: Task<Void, any Error>

    /// Returns when the port is bound. Throws where it cannot be.
    init(_ server: LocalServer, host: String, port: Int) async throws {
        let (bound, continuation) = AsyncThrowingStream.makeStream(of: Int.self)
        var logger = Logger(label: "etape.gateway") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        let gateway = GatewayServer(
            services: server.registry, clock: server.clock, random: server.random, host: host, port: port,
            logger: logger, statesRequestBytes: server.requestBytes,
            metrics: { [states = server.states] in await states.metricsText() }, onListening: { continuation.yield($0) }
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [gateway], gracefulShutdownSignals: [], logger: logger))
        self.group = group
        task = Task {
            do {
                try await group.run()
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
                throw error
            }
        }
        do {
            var ports = bound.makeAsyncIterator()
            guard let port = try await ports.next() else { throw CLIError("the gateway ended at once", exitCode: 1) }
            address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        } catch let error as CLIError {
            throw error
        } catch {
            throw CLIError(
                "cannot listen on \(host):\(port): \(Self.reason(error)). Take another port with --port.")
        }
        server.children.endpoint = host == "0.0.0.0" || host == "::" ? Self.loopback(address) : address
    }

    private static func reason(_ error: any Error) -> String {
        let text = "\(error)"
        return text.contains("EADDRINUSE") || text.contains("errno: 98") ? "the port is in use" : text
    }

    /// Where this machine's own processes reach a server that listens on all addresses.
    private static func loopback(_ address: String) -> String {
        "http://127.0.0.1:" + (address.split(separator: ":").last.map(String.init) ?? "")
    }

    /// Lets requests that are being answered end.
    func stop() async {
        await group.triggerGracefulShutdown()
        _ = try? await task.value
    }

    /// Returns when the gateway ended.
    func wait() async throws { try await task.value }
}
