import Foundations
import JSONModel
import StatesLanguage

/// Map states in DISTRIBUTED mode: their iterations are executions of their own, which a Map Run starts.
extension Execution {
    mutating func startMapRun(
        _ frame: Frame, _ map: MapDefinition, _ distributed: DistributedMap, _ scope: Scope
    ) throws(Failure) {
        let input = try scope.select(frame.state.flow.inputPath, from: frame.input.value, field: "InputPath")
        // The items of a reader are not known before the run; AWS tells of none.
        let items = distributed.reader == nil ? try scope.items(of: map, on: input) : []
        let concurrency = try scope.concurrency(map.maxConcurrency, on: input)
        var frame = frame
        frame.last = emit(
            "MapStateStarted", previous: frame.last,
            HistoryEvent.Details("mapStateStartedEventDetails", ["length": .int(items.count)]))
        frames[frame.id] = frame
        let label = distributed.label ?? Self.label(of: frame.state, in: identity)
        let settings = MapRunSettings(
            maxConcurrency: concurrency,
            toleratedCount: try scope.integer(distributed.toleratedCount, "ToleratedFailureCount", on: input),
            toleratedPercentage: try scope.percentage(distributed.toleratedPercentage, on: input))
        let source = try scope.source(distributed.reader, items, on: input)
        let request = MapRunRequest(
            arn: ARN.with(
                "mapRun:\(identity.stateMachineName)/\(label):\(turn.random.uuid())", like: identity.executionARN),
            frame: frame.id, stateName: frame.state.name, parent: identity, executionType: distributed.executionType,
            machine: distributed.machine, definition: distributed.definition, source: source, settings: settings,
            writer: try scope.writer(distributed.writer, on: input),
            selection: try scope.selection(
                map.itemSelector, distributed, source, on: input, payloadBytes: limits.payloadBytes))
        frame.last = emit(
            "MapRunStarted", previous: frame.last,
            HistoryEvent.Details("mapRunStartedEventDetails", ["mapRunArn": .string(request.arn)]))
        frame.activity = .mapRun(RunningMapRun(request: request, started: frame.last))
        frames[frame.id] = frame
        turn.effects.append(.runMap(request))
    }

    /// The same for each execution of the machine.
    private static func label(of state: State, in identity: Identity) -> String {
        TurnRandomness(seed: StableHash("\(identity.stateMachineARN)#\(state.name)").value).uuid()
    }

    mutating func mapRunEnded(_ id: FrameID, _ arn: String, _ outcome: MapRunOutcome) {
        guard var frame = frames[id], case .mapRun(let run) = frame.activity, run.request.arn == arn else { return }
        switch outcome {
        case .succeeded(let output):
            let succeeded = emit("MapRunSucceeded", previous: frame.last, nil)
            emit("MapStateSucceeded", previous: succeeded, nil)
            // As recorded: machines with variables follow the run's start.
            if frame.variables.isEmpty { frame.last = succeeded }
            completeBranches(frame, output)
        case .failed(let failure):
            markHalt()
            frame.last = emit(
                "MapRunFailed", previous: frame.last,
                .failure("mapRunFailedEventDetails", error: failure.error, cause: failure.cause))
            frame.failedEvent = "MapStateFailed"
            frame.activity = .ready
            frames[id] = frame
            handle(Failure(error: failure.error, cause: failure.cause), in: id)
        case .aborted: break
        }
    }

    /// Ends the Map Run of a frame that is not to go on.
    mutating func abort(_ run: RunningMapRun) {
        emit("MapRunAborted", previous: run.started, nil)
        turn.effects.append(.stopMapRun(run.request.arn))
    }

    mutating func abortMapRuns() {
        for id in frames.keys.sorted() {
            if case .mapRun(let run)? = frames[id]?.activity { abort(run) }
        }
    }

    mutating func redriveMapRun(_ frame: Frame, _ run: RunningMapRun, after event: Int) {
        var frame = frame
        var run = run
        run.request.redriveCount += 1
        frame.last = emit(
            "MapRunRedriven", previous: event,
            HistoryEvent.Details(
                "mapRunRedrivenEventDetails",
                ["mapRunArn": .string(run.request.arn), "redriveCount": .int(run.request.redriveCount)]))
        run.started = frame.last
        frame.activity = .mapRun(run)
        frames[frame.id] = frame
        turn.effects.append(.runMap(run.request))
    }
}

/// A Map Run that a frame waits for.
struct RunningMapRun: Sendable {
    var request: MapRunRequest
    /// The event that told of its start.
    var started: Int
}

/// How a Map Run ended.
public enum MapRunOutcome: Sendable, Hashable {
    /// The state's result.
    case succeeded(Document)
    case failed(MapRunFailure)
    case aborted

    public var status: String {
        switch self {
        case .succeeded: "SUCCEEDED"
        case .failed: "FAILED"
        case .aborted: "ABORTED"
        }
    }
}

extension Scope {

    fileprivate func source(
        _ reader: ItemReader?, _ items: [JSONValue], on input: JSONValue
    ) throws(Failure) -> MapRunRequest.Source {
        guard let reader else { return .items(items) }
        let parameters = try template(reader.parameters, on: input, field: "Parameters")
        return .reader(
            ItemReaderRequest(
                resource: reader.resource, parameters: parameters?.objectValue ?? [:], format: reader.format,
                maxItems: try integer(reader.maxItems, "MaxItems", on: input)))
    }

    fileprivate func writer(_ writer: ResultWriter?, on input: JSONValue) throws(Failure) -> ResultWriterRequest? {
        guard let writer else { return nil }
        let parameters = try template(writer.parameters, on: input, field: "Parameters")?.objectValue ?? [:]
        return ResultWriterRequest(
            parameters: writer.isExported ? parameters : nil, transformation: writer.transformation,
            outputType: writer.outputType)
    }

    fileprivate func selection(
        _ selector: Template?, _ map: DistributedMap, _ source: MapRunRequest.Source, on input: JSONValue,
        payloadBytes: Int
    ) throws(Failure) -> ItemSelection {
        var batch: ItemSelection.Batch?
        if let batcher = map.batcher {
            let bytes = try integer(batcher.maxBytes, "MaxInputBytesPerBatch", on: input)
            batch = ItemSelection.Batch(
                maxItems: try integer(batcher.maxItems, "MaxItemsPerBatch", on: input),
                maxBytes: min(bytes ?? payloadBytes, payloadBytes),
                input: try template(batcher.input, on: input, field: "BatchInput"))
        }
        var name = "STATE_DATA"
        if case .reader(let reader) = source {
            let key = reader.parameters.string("Key").map { "/" + $0 } ?? ""
            name = "S3://\(reader.parameters.string("Bucket") ?? "")\(key)"
        }
        return ItemSelection(
            scope: self, selector: selector, input: input, batch: batch, payloadBytes: payloadBytes, source: name)
    }
}
