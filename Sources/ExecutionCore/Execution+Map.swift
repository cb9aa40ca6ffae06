import JSONModel
import StatesLanguage

extension Execution {
    mutating func startMap(_ frame: Frame, _ map: MapDefinition, _ scope: Scope) throws(Failure) {
        if let distributed = map.distributed { return try startMapRun(frame, map, distributed, scope) }
        let input = try scope.select(frame.state.flow.inputPath, from: frame.input.value, field: "InputPath")
        let items = try scope.items(of: map, on: input)
        let asked = try scope.concurrency(map.maxConcurrency, on: input)
        let most = limits.inlineMapConcurrency
        var frame = frame
        frame.last = emit(
            "MapStateStarted", previous: frame.last,
            HistoryEvent.Details("mapStateStartedEventDetails", ["length": .int(items.count)]))
        frame.activity = .iterating
        frames[frame.id] = frame
        iterations[frame.id] = Iterations(
            items: items, input: input, concurrency: asked == 0 ? most : min(asked, most))
        continueMap(frame.id, last: frame.last)
    }

    /// Starts the iterations that may run, or ends the state after the last.
    /// What follows the state's end follows the last iteration's `MapIterationSucceeded`; the next iteration follows
    /// that one's last state.
    mutating func continueMap(_ id: FrameID, last: Int, succeeded: Int? = nil) {
        if iterations[id]?.isDone == true { return mapSucceeded(id, last: succeeded ?? last) }
        while iterations[id]?.canStart == true {
            do {
                try startIteration(of: id, last: last)
            } catch {
                return mapFailed(id, error, last: last)
            }
        }
    }

    private mutating func startIteration(of id: FrameID, last: Int) throws(Failure) {
        guard let frame = frames[id], case .map(let map) = frame.state.kind,
            let index = iterations[id]?.next, let value = iterations[id]?.items[index],
            let stateInput = iterations[id]?.input
        else { return }
        let item: JSONValue = ["Index": .int(index), "Value": value]
        var scope = Scope(frame, self)
        scope.item = item
        let input = Document(try scope.template(map.itemSelector, on: stateInput, field: "ItemSelector") ?? value)
        try check(size: input, of: frame.state)
        let started = emit("MapIterationStarted", previous: last, .iteration("Started", frame.state.name, index))
        let iteration = startFrame(
            map.processor, parent: (id, index), input: input, last: started, variables: frame.variables, item: item)
        iterations[id]?.started(iteration)
    }

    mutating func iterationEnded(_ id: FrameID, index: Int, output: Document, last: Int) {
        guard let name = frames[id]?.state.name else { return }
        let succeeded = emit("MapIterationSucceeded", previous: last, .iteration("Succeeded", name, index))
        iterations[id]?.ended(index, output)
        continueMap(id, last: last, succeeded: succeeded)
    }

    private mutating func mapSucceeded(_ id: FrameID, last: Int) {
        guard var frame = frames[id], let output = iterations.removeValue(forKey: id)?.output else { return }
        emit("MapStateSucceeded", previous: last, nil)
        frame.last = last
        completeBranches(frame, output)
    }

    /// One iteration failed: the others end, and the error is the Map state's own.
    mutating func iterationFailed(_ id: FrameID, index: Int, _ failure: Failure, last: Int) {
        guard let name = frames[id]?.state.name else { return }
        if let iteration = iterations[id]?.dropped(index) { endFrame(iteration) }
        emit("MapIterationFailed", previous: last, .iteration("Failed", name, index))
        mapFailed(id, failure, last: last)
    }

    private mutating func mapFailed(_ id: FrameID, _ failure: Failure, last: Int) {
        markHalt()
        endIterations(of: id)
        guard var frame = frames[id] else { return }
        frame.last = last
        frame.failedEvent = "MapStateFailed"
        frame.activity = .ready
        frames[id] = frame
        handle(failure, in: id)
    }

    mutating func endIterations(of id: FrameID) {
        guard let running = iterations.removeValue(forKey: id)?.running, let name = frames[id]?.state.name else {
            return
        }
        for (index, iteration) in running.sorted(by: { $0.key < $1.key }) {
            guard let last = frames[iteration]?.last else { continue }
            endFrame(iteration)
            emit("MapIterationAborted", previous: last, .iteration("Aborted", name, index))
        }
    }
}

extension HistoryEvent.Details {
    static func iteration(_ end: String, _ name: String, _ index: Int) -> Self {
        Self("mapIteration\(end)EventDetails", ["name": .string(name), "index": .int(index)])
    }
}
