public import JSONModel

/// The children of a Map Run: what each is to get, how it stands, and what came of it. Nothing here is copied with a
/// child's end.
public struct MapRunChildren: Sendable {
    public enum State: Int, Sendable, CaseIterable {
        case pending, running, succeeded, failed, timedOut, aborted, pendingRedrive
    }

    private struct Child: Sendable {
        var items: Int
        var state = State.pending
        /// Times that it was redriven.
        var attempts = 0
    }

    private var list: [Child] = []
    /// Texts; one copy of each.
    private var inputs: [String] = []
    private var results: [Int: ChildResult] = [:]
    public private(set) var running: Set<Int> = []
    /// All before it have been started in this attempt of the run.
    private var cursor = 0
    private var executionCounts = Array(repeating: 0, count: State.allCases.count)
    private var itemCounts = Array(repeating: 0, count: State.allCases.count)

    public var count: Int { list.count }
    /// The number of all items.
    public private(set) var items = 0

    public func input(_ index: Int) -> String { inputs[index] }
    public func items(of index: Int) -> Int { list[index].items }
    public func state(_ index: Int) -> State { list[index].state }
    public func attempts(of index: Int) -> Int { list[index].attempts }
    public func result(_ index: Int) -> ChildResult? { results[index] }

    /// Those that failed or took too long, in items.
    var failedItems: Int { itemCounts[State.failed.rawValue] + itemCounts[State.timedOut.rawValue] }

    /// Those that have a result.
    var finished: (executions: Int, items: Int) {
        let states: [State] = [.succeeded, .failed, .timedOut, .aborted]
        return (
            states.reduce(0) { $0 + executionCounts[$1.rawValue] }, states.reduce(0) { $0 + itemCounts[$1.rawValue] }
        )
    }

    mutating func append(_ planned: [PlannedChild]) {
        for child in planned {
            list.append(Child(items: child.items))
            inputs.append(child.input)
            items += child.items
            count(child.items, in: .pending, 1)
        }
    }

    private mutating func count(_ items: Int, in state: State, _ sign: Int) {
        executionCounts[state.rawValue] += sign
        itemCounts[state.rawValue] += sign * items
    }

    private mutating func move(_ index: Int, to state: State) {
        count(list[index].items, in: list[index].state, -1)
        list[index].state = state
        count(list[index].items, in: state, 1)
    }

    /// Takes the next that waits.
    mutating func startNext() -> Int? {
        while cursor < list.count {
            let index = cursor
            cursor += 1
            switch list[index].state {
            case .pending: break
            case .pendingRedrive: list[index].attempts += 1
            default: continue
            }
            move(index, to: .running)
            running.insert(index)
            return index
        }
        return nil
    }

    mutating func ended(_ index: Int, attempt: Int, _ result: ChildResult) {
        guard list.indices.contains(index), list[index].state == .running, list[index].attempts == attempt else {
            return
        }
        running.remove(index)
        results[index] = result
        switch result.status {
        case "SUCCEEDED": move(index, to: .succeeded)
        case "TIMED_OUT": move(index, to: .timedOut)
        case "ABORTED": move(index, to: .aborted)
        default: move(index, to: .failed)
        }
    }

    /// All that did not succeed wait again.
    mutating func redrive() {
        cursor = 0
        for index in list.indices {
            switch list[index].state {
            case .failed, .timedOut, .aborted: move(index, to: .pendingRedrive)
            default: break
            }
        }
    }

    /// `itemCounts`
    public func itemCounts(written: Int) -> JSONObject { json(itemCounts, total: items, written) }
    /// `executionCounts`
    public func executionCounts(written: Int) -> JSONObject { json(executionCounts, total: count, written) }

    private func json(_ counts: [Int], total: Int, _ written: Int) -> JSONObject {
        let names: [(String, State)] = [
            ("pending", .pending), ("running", .running), ("succeeded", .succeeded), ("failed", .failed),
            ("timedOut", .timedOut), ("aborted", .aborted),
        ]
        var object = JSONObject(names.map { ($0.0, .int(counts[$0.1.rawValue])) })
        object["total"] = .int(total)
        object["resultsWritten"] = .int(written)
        object["failuresNotRedrivable"] = 0
        object["pendingRedrive"] = .int(counts[State.pendingRedrive.rawValue])
        return object
    }
}
