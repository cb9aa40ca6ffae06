import JSONModel

extension Compiler {
    /// One state of a block must end it, and every state must be reachable. AWS looks for the first before the second.
    mutating func checkFlow(of states: [State], from start: Int, in scope: BlockScope) {
        guard states.contains(where: \.isTerminal) else { return reportMissingEnd() }
        var reached: Set<Int> = [start]
        var pending = [start]
        while let position = pending.popLast() {
            for target in states[position].targets where reached.insert(target).inserted { pending.append(target) }
        }
        for (position, state) in states.enumerated() where !reached.contains(position) {
            report(
                "State \"\(state.name)\" is not reachable.", code: "MISSING_TRANSITION_TARGET",
                at: scope.location + "/" + JSONPointer.escaped(state.name))
        }
    }

    /// AWS names no place.
    private mutating func reportMissingEnd() {
        report("Workflow has no terminal state", code: "MISSING_END_STATE", at: nil)
    }

    /// The same for a block whose states do not compile, where each of them says how it goes on.
    mutating func checkEnd(of states: JSONObject) {
        let goOn = states.allSatisfy { state in
            guard let object = state.value.objectValue, object["End"] == nil else { return false }
            return object["Next"]?.stringValue != nil || object.string("Type") == StateType.choice.rawValue
        }
        if goOn { reportMissingEnd() }
    }
}

extension State {
    /// Positions to which control can go from here.
    fileprivate var targets: [Int] {
        var targets = catchers.map(\.next)
        if case .next(let position)? = transition { targets.append(position) }
        if case .choice(let choice) = kind {
            targets += choice.branches.map(\.next)
            if let otherwise = choice.otherwise { targets.append(otherwise) }
        }
        return targets
    }

    fileprivate var isTerminal: Bool {
        if case .fail = kind { return true }
        return transition == .end
    }
}
