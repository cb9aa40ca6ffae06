@preconcurrency import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ctrl-C and SIGTERM: the first asks for a clean end, a second ends the process at once.
final class Interrupt: Sendable {
    private let task: Task<Void, Never>

    init(_ action: @escaping @Sendable () async -> Void) {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                signal(number, SIG_DFL)
                continuation.yield(number)
            }
            source.activate()
            return source
        }
        // The sources live as long as somebody reads the stream.
        continuation.onTermination = { _ in for source in sources { source.cancel() } }
        task = Task {
            for await _ in stream { await action() }
        }
    }

    func cancel() { task.cancel() }
}
