import Foundations
import JSONModel
import JSONPath
import StatesLanguage

extension Execution {
    /// Enters a frame's state and goes as far as it can in it.
    mutating func step(_ id: FrameID) {
        guard var frame = frames[id], hasRoom(after: frame.last) else { return }
        let state = frame.state
        frame.last = emit(
            state.type.rawValue + "StateEntered", previous: frame.last, .entered(state.name, frame.input))
        frame.entered = (frame.last, turn.time)
        frame.retries = Array(repeating: 0, count: state.retriers.count)
        frame.retryCount = 0
        frame.failedEvent = nil
        frames[id] = frame
        attempt(id)
    }

    /// Ends the execution where its history is full: before its next state, or its next attempt.
    private mutating func hasRoom(after previous: Int) -> Bool {
        guard lastEventID >= limits.historyEvents else { return true }
        fail(
            Failure(
                error: StatesError.runtime,
                cause: "The execution reached the maximum number of history events (\(limits.historyEvents))."),
            after: previous)
        return false
    }

    /// Does the state's work, for the first time or again.
    mutating func attempt(_ id: FrameID) {
        guard let frame = frames[id], hasRoom(after: frame.last) else { return }
        do {
            try work(frame)
        } catch {
            handle(error, in: id)
        }
    }

    private mutating func work(_ frame: Frame) throws(Failure) {
        let state = frame.state
        var scope = Scope(frame, self)
        switch state.kind {
        case .pass(let result):
            let input = try scope.effectiveInput(state.flow)
            try complete(frame, result: result ?? input, scope)
        case .succeed: try leave(frame, scope.passThrough(), to: .end, scope)
        case .choice(let choice): try choose(frame, choice, scope)
        case .wait(let wait): try startWaiting(frame, wait, scope)
        case .fail(let definition):
            throw Failure(
                error: try scope.text(definition.error, field: "ErrorPath"),
                cause: try scope.text(definition.cause, field: "CausePath"))
        case .task(let task):
            if let arn = state.activityARN { return findActivity(frame, arn) }
            try schedule(frame, task, &scope)
        case .parallel(let branches): try startBranches(frame, branches, scope)
        case .map(let map): try startMap(frame, map, scope)
        }
    }

    /// Folds a result into the state's output and leaves the state.
    mutating func complete(_ frame: Frame, result: JSONValue, _ scope: Scope, previous: Int? = nil) throws(Failure) {
        try leave(frame, scope.fold(result), to: frame.state.transition ?? .end, scope, previous: previous)
    }

    mutating func leave(
        _ frame: Frame, _ leaving: Leaving, to transition: Transition, _ scope: Scope, previous: Int? = nil
    ) throws(Failure) {
        try exit(
            frame, output: scope.document(leaving.output, unlessEqualTo: frame.input), to: transition,
            assigned: leaving.assigned, previous: previous)
    }

    mutating func exit(
        _ frame: Frame, output: Document, to transition: Transition, assigned: JSONObject, previous: Int? = nil
    ) throws(Failure) {
        try check(size: output, of: frame.state)
        var frame = frame
        frame.last = emit(
            frame.state.type.rawValue + "StateExited", previous: previous ?? frame.last,
            .exited(frame.state.name, output, assigned: assigned.map { ($0.key, $0.value.serialized()) }))
        frame.variables.merge(assigned)
        frame.activity = .ready
        frame.input = output
        switch transition {
        case .next(let position):
            frame.position = position
            frames[frame.id] = frame
            ready.append(frame.id)
        case .end:
            frames[frame.id] = frame
            finishFrame(frame, output)
        }
    }

    /// Throws `States.DataLimitExceeded` for a payload that is too large.
    func check(size document: Document, of state: State) throws(Failure) {
        guard document.text.utf8.count <= limits.payloadBytes else {
            throw Failure(
                error: StatesError.dataLimitExceeded,
                cause: "The state/task '\(state.name)' returned a result with a size exceeding the maximum "
                    + "number of bytes service limit.")
        }
    }

    private mutating func finishFrame(_ frame: Frame, _ output: Document) {
        guard let parent = frame.parent else { return finish(.succeeded(output: output), after: frame.last) }
        frames[frame.id] = nil
        branchEnded(parent.frame, index: parent.index, output: output, last: frame.last)
    }

    private mutating func startWaiting(_ frame: Frame, _ wait: WaitDefinition, _ scope: Scope) throws(Failure) {
        var frame = frame
        let input = try scope.select(frame.state.flow.inputPath, from: frame.input.value, field: "InputPath")
        let deadline = try scope.deadline(wait, on: input)
        frame.activity = .waiting(startTimer(at: deadline, .wake(frame.id)))
        frames[frame.id] = frame
    }

    private mutating func choose(_ frame: Frame, _ choice: ChoiceDefinition, _ scope: Scope) throws(Failure) {
        let input = try scope.select(frame.state.flow.inputPath, from: frame.input.value, field: "InputPath")
        for branch in choice.branches where try scope.holds(branch.rule, on: input) {
            return try leave(frame, scope.chosen(branch), to: .next(branch.next), scope)
        }
        guard let otherwise = choice.otherwise else { throw scope.noChoiceMatched }
        try leave(frame, scope.chosen(nil), to: .next(otherwise), scope)
    }
}
