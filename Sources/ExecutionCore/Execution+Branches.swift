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
                block, parent: (frame.id, index), input: input, last: frame.last, variables: frame.variables)
        }
    }

    mutating func branchEnded(_ id: FrameID, index: Int, output: Document, last: Int) {
        guard var frame = frames[id], case .branches(var branches) = frame.activity else { return }
        branches.results[index] = output
        frame.activity = .branches(branches)
        frames[id] = frame
        let results = branches.results.compactMap { $0 }
        guard results.count == branches.results.count else { return }
        emit("ParallelStateSucceeded", previous: last, nil)
        frame.last = last
        completeBranches(frame, Document.array(results))
    }

    private mutating func completeBranches(_ frame: Frame, _ result: Document) {
        do {
            let flow = frame.state.flow
            if case .replace = flow.resultPath, case .whole = flow.outputPath, flow.resultSelector == nil,
                flow.assign == nil
            {
                return try exit(frame, output: result, to: frame.state.transition ?? .end, assigned: [:])
            }
            try complete(frame, result: result.value, Scope(frame, self))
        } catch {
            handle(error, in: frame.id)
        }
    }

    /// One branch failed: the others end, and the error is the Parallel state's own.
    mutating func branchFailed(_ id: FrameID, _ failure: Failure, last: Int) {
        guard var frame = frames[id] else { return }
        endBranches(of: frame)
        frame.last = emit("ParallelStateFailed", previous: last, nil)
        frame.activity = .ready
        frames[id] = frame
        handle(failure, in: id)
    }

    private mutating func endBranches(of frame: Frame) {
        guard case .branches(let branches) = frame.activity else { return }
        for id in branches.frames {
            guard let branch = frames.removeValue(forKey: id) else { continue }
            ready.removeAll { $0 == id }
            switch branch.activity {
            case .ready: break
            case .waiting(let timer), .retrying(let timer): cancelTimer(timer)
            case .task(let task): forget(task, cancelling: true)
            case .branches: endBranches(of: branch)
            }
        }
    }
}
