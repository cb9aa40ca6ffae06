public import Foundations
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle
public import ServicePorts

/// The one port: every service in AWS's own wire protocols, and nothing for browsers.
///
/// `run()` serves until its task is cancelled or a graceful shutdown begins, then lets the requests that are being
/// answered end. It throws where the port is taken.
public struct GatewayServer: ServiceLifecycle.Service {
    private let responder: GatewayResponder
    private let address: BindAddress
    private let onListening: @Sendable (Int) async -> Void
    private let logger: Logger

    /// `port` 0 takes an ephemeral port; `onListening` is told the port that was bound. `statesRequestBytes`: the
    /// largest request to Step Functions. `metrics`: the text that Prometheus gets at `/metrics`.
    public init(
        services: ServiceRegistry, clock: any TimeSource, random: any RandomSource, host: String = "127.0.0.1",
        port: Int = 0, logger: Logger, statesRequestBytes: Int = 1 << 20,
        metrics: (@Sendable () async -> String)? = nil,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        responder = GatewayResponder(
            services: services, clock: clock, random: random, guardian: BrowserGuard(boundHost: host),
            statesRequestBytes: statesRequestBytes, metrics: metrics)
        address = .hostname(host, port: port)
        self.logger = logger
        self.onListening = onListening
    }

    public func run() async throws {
        let onListening = onListening
        let application = Application(
            responder: responder, server: .continuing, configuration: ApplicationConfiguration(address: address),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { await onListening(port) }
            },
            logger: logger)
        try await application.run()
    }
}

extension HTTPServerBuilder {
    /// HTTP/1.1 that answers `Expect: 100-continue` (RFC 9110, 10.1.1) before the request is looked at: boto3 waits for
    /// it before it sends an object.
    static var continuing: HTTPServerBuilder {
        HTTPServerBuilder { responder in
            HTTP1Channel(responder: { request, writer, channel in
                if request.head.headerFields[.expect]?.lowercased() == "100-continue" {
                    try await writer.writeInformationalHead(HTTPResponse(status: .continue))
                }
                try await responder(request, writer, channel)
            })
        }
    }
}
