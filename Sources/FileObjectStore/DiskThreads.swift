import Dispatch

/// Threads for calls that wait for the disk: the threads that run Swift's tasks must not.
struct DiskThreads: Sendable {
    private let queue = DispatchQueue(label: "etape.objects", attributes: .concurrent)

    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: .init(catching: body)) }
        }
    }
}
