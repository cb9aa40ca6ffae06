import JSONModel
import StatesLanguage

extension Execution {
    mutating func startBranches(_ frame: Frame, _ blocks: [StatesBlock], _ scope: Scope) throws(Failure) {
        let value = try scope.effectiveInput(frame.state.flow)
        let input = scope.document(value, unlessEqualTo: frame.input)
        var frame = frame
        frame.last = emit("ParallelStateStarted", previous: frame.last, nil)
        let first = nextFrame + 1
        frame.activity = .branches(
            Branches(
                frames: Array(first..<(first + blocks.count)), results: Array(repeating: nil, count: blocks.count)))
        frames[frame.id] = frame
        for (index, block) in blocks.enumerated() {
            startFrame(
                block, parent: (frame.id, index), input: input, last: frame.last, variables: frame.variables,
                item: frame.item)
        }
    }

    /// A branch or an iteration came to its end.
    mutating func branchEnded(_ id: FrameID, index: Int, output: Document, last: Int) {
        guard var frame = frames[id] else { return }
        guard case .branches(var branches) = frame.activity else {
            return iterationEnded(id, index: index, output: output, last: last)
        }
        branches.results[index] = output
        frame.activity = .branches(branches)
        frames[id] = frame
        let results = branches.results.compactMap { $0 }
        guard results.count == branches.results.count else { return }
        emit("ParallelStateSucceeded", previous: last, nil)
        frame.last = last
        completeBranches(frame, Document.array(results))
    }

    /// Leaves the state with the array of its branches' or iterations' results.
    mutating func completeBranches(_ frame: Frame, _ result: Document) {
        do {
            let flow = frame.state.flow
            if case .replace = flow.resultPath, case .whole = flow.outputPath, flow.resultSelector == nil,
                flow.assign == nil, flow.output == nil
            {
                return try exit(frame, output: result, to: frame.state.transition ?? .end, assigned: [:])
            }
            try complete(frame, result: result.value, Scope(frame, self))
        } catch {
            var frame = frame
            frame.activity = .ready
            frames[frame.id] = frame
            handle(error, in: frame.id)
        }
    }

    /// One branch or iteration failed: the others end, and the error is the state's own.
    mutating func branchFailed(_ id: FrameID, index: Int, _ failure: Failure, last: Int) {
        guard var frame = frames[id] else { return }
        guard case .branches(let branches) = frame.activity else {
            return iterationFailed(id, index: index, failure, last: last)
        }
        for branch in branches.frames { endFrame(branch) }
        frame.last = last
        frame.failedEvent = "ParallelStateFailed"
        frame.activity = .ready
        frames[id] = frame
        handle(failure, in: id)
    }

    /// Ends a frame with all that it started.
    mutating func endFrame(_ id: FrameID) {
        guard let frame = frames[id] else { return }
        switch frame.activity {
        case .finding: break
        case .ready: ready.removeAll { $0 == id }
        case .waiting(let timer), .retrying(let timer): cancelTimer(timer)
        case .task(let task): forget(task, cancelling: true)
        case .branches(let branches): for branch in branches.frames { endFrame(branch) }
        case .iterating: endIterations(of: id)
        case .mapRun(let run): abort(run)
        }
        frames[id] = nil
    }
}
