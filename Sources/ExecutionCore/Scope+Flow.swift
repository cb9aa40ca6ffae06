import JSONModel
import StatesLanguage

/// What a state hands on.
struct Leaving {
    var output: JSONValue
    var assigned: JSONObject
}

extension Scope {
    /// What a state that does no work hands on: its input after `InputPath` and `OutputPath`, or its `Output`.
    func passThrough() throws(Failure) -> Leaving { try passThrough(state.flow.output, state.flow.assign) }

    /// What a Choice state hands on by the rule that held; nil for `Default`.
    func chosen(_ branch: ChoiceDefinition.Branch?) throws(Failure) -> Leaving {
        guard let branch else { return try passThrough() }
        return try passThrough(branch.output, branch.assign)
    }

    private func passThrough(_ output: Template?, _ assign: Template?) throws(Failure) -> Leaving {
        if state.queryLanguage == .jsonata { return try leaving(output, assign, default: frame.input.value) }
        let selected = try select(state.flow.inputPath, from: frame.input.value, field: "InputPath")
        return Leaving(
            output: try select(state.flow.outputPath, from: selected, field: "OutputPath"),
            assigned: try assignments(assign, on: selected))
    }

    /// What a state hands on after its work, or a Pass state with its `Result`.
    func fold(_ result: JSONValue) throws(Failure) -> Leaving {
        let flow = state.flow
        if state.queryLanguage == .jsonata {
            var scope = self
            if state.type != .pass { scope.result = result }
            return try scope.leaving(flow.output, flow.assign, default: result)
        }
        let selected = try template(flow.resultSelector, on: result, field: "ResultSelector") ?? result
        let assigned = try assignments(flow.assign, on: selected)
        let combined = try place(selected, by: flow.resultPath)
        return Leaving(
            output: try select(flow.outputPath, from: combined, field: "OutputPath"), assigned: assigned)
    }

    /// What a catcher hands on.
    func caught(_ failure: Failure, by catcher: Catcher) throws(Failure) -> Leaving {
        if state.queryLanguage == .jsonata {
            var scope = self
            scope.errorOutput = failure.output
            return try scope.leaving(catcher.output, catcher.assign, default: failure.output)
        }
        let output = try place(failure.output, by: catcher.resultPath)
        return Leaving(output: output, assigned: try assignments(catcher.assign, on: failure.output))
    }

    /// `Assign` and `Output` see the variables as they were.
    private func leaving(
        _ output: Template?, _ assign: Template?, default value: JSONValue
    ) throws(Failure) -> Leaving {
        let assigned = try assignments(assign, on: value)
        return Leaving(output: try template(output, on: value, field: "Output") ?? value, assigned: assigned)
    }
}
