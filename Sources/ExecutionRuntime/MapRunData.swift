public import ExecutionCore
import Synchronization

/// Where Map Runs get items from, and where their results go.
public protocol MapRunData: Sendable {
    /// All items of a reader's dataset, at most as many as it asks for.
    func items(of request: ItemReaderRequest, for run: MapRunRequest) async throws(MapRunFailure) -> [ReadItem]
    /// Whether results can be written, which is asked before anything is read. Throws what the run fails with.
    func prepare(_ request: MapRunRequest) async throws(MapRunFailure)
    /// Writes the results of a run whose children have ended; gives what the state's result says of it.
    func write(_ run: MapRun) async throws(MapRunFailure) -> Document
}

/// For executions without Map Runs.
public struct NoMapRunData: MapRunData {
    public init() {}

    public func items(of request: ItemReaderRequest, for run: MapRunRequest) async throws(MapRunFailure) -> [ReadItem] {
        throw MapRunFailure(error: "States.ItemReaderFailed", cause: "No datasets are served here.")
    }

    public func prepare(_ request: MapRunRequest) async throws(MapRunFailure) {}

    public func write(_ run: MapRun) async throws(MapRunFailure) -> Document {
        throw MapRunFailure(error: "States.ResultWriterFailed", cause: "No results are written here.")
    }
}

/// The Map Runs that are open in this process.
public final class MapRunDirectory: Sendable {
    private struct State {
        var runs: [String: OpenMapRun] = [:]
        /// Ended by their executions before they were open.
        var stoppedEarly: Set<String> = []
    }

    private let state = Mutex(State())

    public init() {}

    subscript(arn: String) -> OpenMapRun? { state.withLock { $0.runs[arn] } }

    var all: [OpenMapRun] { state.withLock { Array($0.runs.values) } }

    /// The run of that ARN: the one that is open, or this one; and whether it is to stop at once.
    func add(_ run: OpenMapRun, _ arn: String) -> (run: OpenMapRun, stops: Bool) {
        state.withLock { state in
            if let known = state.runs[arn] { return (known, false) }
            state.runs[arn] = run
            return (run, state.stoppedEarly.remove(arn) != nil)
        }
    }

    func remove(_ arn: String) { state.withLock { _ = $0.runs.removeValue(forKey: arn) } }

    /// The run, to be stopped; one that is not open yet stops when it is.
    func stopping(_ arn: String) -> OpenMapRun? {
        state.withLock { state in
            if let run = state.runs[arn] { return run }
            state.stoppedEarly.insert(arn)
            return nil
        }
    }
}
