import JSONModel
import StatesLanguage

extension StateTrial {
    private var isJSONata: Bool { state.queryLanguage == .jsonata }

    mutating func selectInput() throws(Failure) -> JSONValue {
        guard !isJSONata else { return raw }
        let input = try scope.select(state.flow.inputPath, from: raw, field: "InputPath")
        note("afterInputPath", input)
        return input
    }

    mutating func taskParameters() throws(Failure) -> JSONValue {
        let input = try selectInput()
        let parameters = try scope.template(state.flow.parameters, on: input, field: "Parameters") ?? input
        if !isJSONata {
            note("afterParameters", parameters)
        } else if state.type == .task {
            note("afterArguments", parameters)
        }
        return parameters
    }

    /// What comes before a result from outside, as far as AWS shows it.
    mutating func prepare() throws(Failure) {
        switch state.kind {
        case .task:
            let isDone = inspection["afterParameters"] != nil || inspection["afterArguments"] != nil
            if !isDone { _ = try taskParameters() }
        case .map(let map): try inspect(map)
        default: break
        }
    }

    mutating func runAlone() throws(Failure) {
        switch state.kind {
        case .pass(let result):
            if let result {
                _ = try scope.effectiveInput(state.flow)
                return try finish(result, showsResult: true)
            }
            try finish(isJSONata ? raw : try taskParameters(), showsResult: false)
        case .succeed, .wait: try passThrough(to: state.transition)
        case .fail(let definition):
            _ = try selectInput()
            throw Failure(
                error: try scope.text(definition.error, field: "ErrorPath"),
                cause: try scope.text(definition.cause, field: "CausePath"))
        case .choice(let choice): try choose(choice)
        case .task, .parallel, .map: break
        }
    }

    private mutating func choose(_ choice: ChoiceDefinition) throws(Failure) {
        let input = try selectInput()
        for branch in choice.branches where try scope.holds(branch.rule, on: input) {
            return leave(try scope.chosen(branch), to: .next(branch.next))
        }
        guard let otherwise = choice.otherwise else { throw scope.noChoiceMatched }
        leave(try scope.chosen(nil), to: .next(otherwise))
    }

    private mutating func passThrough(to transition: Transition?) throws(Failure) {
        let selected = try selectInput()
        if case .wait(let wait) = state.kind { _ = try scope.deadline(wait, on: selected) }
        leave(try scope.passThrough(), to: transition)
    }

    /// Folds a result into the output.
    mutating func finish(_ result: JSONValue, showsResult: Bool) throws(Failure) {
        if isJSONata { return leave(try scope.fold(result), to: state.transition) }
        let flow = state.flow
        if showsResult { note("result", result) }
        let selected = try scope.template(flow.resultSelector, on: result, field: "ResultSelector") ?? result
        note("afterResultSelector", selected)
        let assigned = try scope.assignments(flow.assign, on: selected)
        let combined = try scope.place(selected, by: flow.resultPath)
        note("afterResultPath", combined)
        note(assigned: assigned)
        leave(try scope.select(flow.outputPath, from: combined, field: "OutputPath"), to: state.transition)
    }

    /// The variables after the state.
    private mutating func note(assigned: JSONObject) {
        var variables = scope.frame.variables
        variables.merge(assigned)
        if !variables.isEmpty { note("variables", .object(variables)) }
    }

    private mutating func leave(_ leaving: Leaving, to transition: Transition?) {
        note(assigned: leaving.assigned)
        leave(leaving.output, to: transition)
    }

    private mutating func leave(_ output: JSONValue, to transition: Transition?) {
        self.output = scope.document(output, unlessEqualTo: scope.frame.input)
        if case .next(let position)? = transition { nextState = block.states[position].name }
    }

    /// Takes an error to the retriers and catchers.
    mutating func fail(_ failure: Failure) {
        error = failure.error
        cause = failure.cause
        status = .failed
        let matches = { (names: [String]) in
            StatesError.matches(names, error: failure.error ?? "", ofTask: failure.isOfTask)
        }
        if let index = state.retriers.firstIndex(where: { matches($0.errorEquals) }),
            retryCount < state.retriers[index].maxAttempts
        {
            status = .retriable
            let seconds = Int(state.retriers[index].delay(attempt: retryCount).rounded())
            inspection["errorDetails"] = ["retryIndex": .int(index), "retryBackoffIntervalSeconds": .int(seconds)]
        } else if let index = state.catchers.firstIndex(where: { matches($0.errorEquals) }) {
            caught(failure, index)
        }
    }

    private mutating func caught(_ failure: Failure, _ index: Int) {
        let catcher = state.catchers[index]
        do throws(Failure) {
            let leaving = try scope.caught(failure, by: catcher)
            inspection["errorDetails"] = ["catchIndex": .int(index)]
            status = .caughtError
            leave(leaving.output, to: .next(catcher.next))
        } catch {
            self.error = error.error
            cause = error.cause
        }
    }
}
