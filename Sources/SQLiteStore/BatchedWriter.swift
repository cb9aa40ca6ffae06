import GRDB

/// The one writer of a store. What waits while a transaction is under way goes into the next one together, so that
/// the cost of a durable commit is shared by all who wait for it.
actor BatchedWriter {
    typealias Work = @Sendable (Database) throws -> Void

    private struct Job: Sendable {
        let work: Work
        let done: CheckedContinuation<Void, any Error>
    }

    private let pool: DatabasePool
    private var waiting: [Job] = []
    private var isDraining = false
    private var idle: [CheckedContinuation<Void, Never>] = []

    init(pool: DatabasePool) { self.pool = pool }

    /// Returns when the work is durable; throws what it threw, and then nothing of it is stored.
    func write(_ work: @escaping Work) async throws {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Job(work: work, done: continuation))
            guard !isDraining else { return }
            isDraining = true
            Task { await drain() }
        }
    }

    /// Returns when nothing waits any more.
    func finish() async {
        guard isDraining else { return }
        await withCheckedContinuation { idle.append($0) }
    }

    private func drain() async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            let results = await commit(batch)
            for (job, result) in zip(batch, results) { job.done.resume(with: result) }
        }
        isDraining = false
        for waiter in idle { waiter.resume() }
        idle = []
    }

    private func commit(_ batch: [Job]) async -> [Result<Void, any Error>] {
        do {
            return try await pool.write { database in
                batch.map { job in
                    Result {
                        try database.inSavepoint {
                            try job.work(database)
                            return .commit
                        }
                    }
                }
            }
        } catch {
            return batch.map { _ in .failure(error) }
        }
    }
}
