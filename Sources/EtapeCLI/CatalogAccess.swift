import Foundations
import GlueService
import ServicePorts
import SQLiteStore

/// The Data Catalog of a data folder, read from the store whether or not a server has it.
struct CatalogAccess: Sendable {
    let store: SQLiteStore
    let invoker: any ServiceInvoker

    init(_ data: DataFolder) throws {
        let registry = ServiceRegistry()
        store = try SQLiteStore(path: data.database)
        let clock = SystemClock()
        registry.register(
            GlueService(
                store: store, invoker: registry, clock: clock, random: SystemRandomness(),
                engine: NoEngine(), events: LocalEventBus(), children: ChildEnvironment(), folder: data.runs))
        invoker = registry
    }
}

/// Runs nothing: for reading the catalog.
private struct NoEngine: JobEngine {
    func run(_ request: JobRequest, events: @escaping @Sendable (JobEvent) -> Void) async throws -> JobResult {
        .failed("Jobs run in a server: start one with `etape up`.")
    }
}
