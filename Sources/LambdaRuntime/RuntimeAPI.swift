import Foundations
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The loopback server of the Lambda Runtime API, one for all environments of a host.
///
/// Each environment's requests begin with its token (128 random bits): without one, nothing is told or changed.
final class RuntimeAPI: Sendable {
    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private let environments = Mutex<[String: ExecutionEnvironment]>([:])
    private let listener: NIOAsyncChannel<Connection, Never>
    private let serving = Mutex<Task<Void, Never>?>(nil)

    /// Listens on an ephemeral port of 127.0.0.1.
    static func listening() async throws -> RuntimeAPI {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        let api = RuntimeAPI(listener: listener)
        api.start()
        return api
    }

    private init(listener: NIOAsyncChannel<Connection, Never>) { self.listener = listener }

    var address: String { "127.0.0.1:\(listener.channel.localAddress?.port ?? 0)" }

    func add(_ environment: ExecutionEnvironment) {
        environments.withLock { $0[environment.token] = environment }
    }

    func remove(_ environment: ExecutionEnvironment) {
        environments.withLock { $0[environment.token] = nil }
    }

    func environment(token: String) -> ExecutionEnvironment? { environments.withLock { $0[token] } }

    func stop() async {
        let task = serving.withLock { $0 }
        task?.cancel()
        await task?.value
    }

    private func start() {
        let task = Task {
            // An accept that fails ends the server; environments are then told by their closed connections.
            _ = try? await listener.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        // A connection that breaks concerns its own environment only.
                        group.addTask { _ = try? await self.serve(connection) }
                    }
                }
            }
        }
        serving.withLock { $0 = task }
    }
}
